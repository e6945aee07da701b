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

/** @type {number} */
uPlot.prototype.height;

/** @type {{width: number, height: number}} */
uPlot.prototype.bbox;

/** @type {!Array<!Array<?number>>} */
uPlot.prototype.data;

/** @type {!HTMLElement} */
uPlot.prototype.over;

/** @param {!Array<!Array<?number>>} data */
uPlot.prototype.setData = function (data) {};

/** @param {{width: number, height: number}} size */
uPlot.prototype.setSize = function (size) {};

/**
 * @param {number} value
 * @param {string} scale
 * @return {number}
 */
uPlot.prototype.valToPos = function (value, scale) {};

/** @param {{left: number, top: number}} place */
uPlot.prototype.setCursor = function (place) {};

uPlot.prototype.destroy = function () {};
