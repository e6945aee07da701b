/**
 * @fileoverview What the page uses of uPlot.
 * @externs
 */

/**
 * @constructor
 * @param {!Object} options
 * @param {!Array<!Array<?number>>} data
 * @param {!Element} target
 */
function uPlot(options, data, target) {}

/** @type {number} */
uPlot.prototype.width;

/** @type {{left: number, width: number, top: number, height: number}} */
uPlot.prototype.select;

/** @param {!Array<!Array<?number>>} data */
uPlot.prototype.setData = function (data) {};

/** @param {{width: number, height: number}} size */
uPlot.prototype.setSize = function (size) {};

/**
 * @param {number} position
 * @param {string} scale
 * @return {number}
 */
uPlot.prototype.posToVal = function (position, scale) {};

uPlot.prototype.destroy = function () {};
