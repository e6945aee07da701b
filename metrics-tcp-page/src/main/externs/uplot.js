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

/** @type {{left: number, top: number, width: number, height: number}} */
uPlot.prototype.bbox;

/** @type {!CanvasRenderingContext2D} */
uPlot.prototype.ctx;

/** @type {!HTMLElement} */
uPlot.prototype.over;

/** @type {!Array<!Array<?number>>} */
uPlot.prototype.data;

/** @type {{left: number}} */
uPlot.prototype.cursor;

/** @param {!Array<!Array<?number>>} data */
uPlot.prototype.setData = function (data) {};

/** @param {{width: number, height: number}} size */
uPlot.prototype.setSize = function (size) {};

/** @param {{left: number, top: number}} place */
uPlot.prototype.setCursor = function (place) {};

/**
 * @param {number} value
 * @param {string} scale
 * @param {boolean=} canvas whether the position is one of the canvas, in its own pixels
 * @return {number}
 */
uPlot.prototype.valToPos = function (value, scale, canvas) {};

uPlot.prototype.destroy = function () {};
