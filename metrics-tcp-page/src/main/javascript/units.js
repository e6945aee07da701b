/**
 * Values as people read them: a number of three digits with its unit.
 */

const TIME = [
  [86400, 'd'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
  [1e-3, 'ms'],
  [1e-6, 'µs'],
  [1e-9, 'ns'],
];

/** Seconds in the time units of the wire. A unit may be called as what each object has. */
const SECONDS = {
  __proto__: null,
  seconds: 1,
  milliseconds: 1e-3,
  microseconds: 1e-6,
  nanoseconds: 1e-9,
};

/** Bytes in the size units of the wire. */
const BYTES = {
  __proto__: null,
  bytes: 1,
  kibibytes: 1024,
  mebibytes: 1024 ** 2,
  gibibytes: 1024 ** 3,
  tebibytes: 1024 ** 4,
};

const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

const DECIMAL = ['', 'k', 'M', 'G', 'T', 'P'];

/**
 * @param {number} value
 * @return {string} all digits, without those of a product's rounding
 */
function exactly(value) {
  return String(Number(value.toPrecision(12)));
}

/**
 * Returns a number with three digits, without zeros at the end.
 *
 * @param {number} value
 * @param {boolean=} exact whether it is with all of its digits instead
 * @return {string}
 */
function digits(value, exact = false) {
  if (exact) {
    return exactly(value);
  }
  const rounded = Number(value.toPrecision(3));
  return Math.abs(rounded) >= 1000 ? String(Math.round(rounded)) : String(rounded);
}

/**
 * @param {number} value
 * @param {number} base
 * @param {!Array<string>} names
 * @return {string}
 */
function scaled(value, base, names) {
  let power = 0;
  let rest = value;
  while (Math.abs(Number(rest.toPrecision(3))) >= base && power < names.length - 1) {
    rest /= base;
    power++;
  }
  if (power === 0 && Math.abs(rest) < 0.001 && rest !== 0) {
    return rest.toExponential(1);
  }
  return `${digits(rest)}${names[power] ? ' ' + names[power] : ''}`;
}

/**
 * @param {number} seconds
 * @param {boolean} exact
 * @return {string}
 */
function time(seconds, exact) {
  if (seconds === 0) {
    return '0 s';
  }
  const size = Math.abs(seconds);
  for (const [factor, name] of TIME) {
    if (Number((size / factor).toPrecision(3)) >= 1) {
      return `${digits(seconds / factor, exact)} ${name}`;
    }
  }
  return `${digits(seconds * 1e9, exact)} ns`;
}

/**
 * Returns a value with its unit.
 *
 * @param {?number|undefined} value null if there is none
 * @param {?string} unit the unit as the wire has it
 * @param {boolean=} exact whether with all digits that are known, rather than with three
 * @return {string}
 */
export function format(value, unit, exact = false) {
  if (value === null || value === undefined || Number.isNaN(value)) {
    return '–';
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? '∞' : '−∞';
  }
  if (unit && unit in SECONDS) {
    return time(value * SECONDS[unit], exact);
  }
  if (unit && unit in BYTES) {
    const bytes = value * BYTES[unit];
    return exact ? `${exactly(bytes)} B` : scaled(bytes, 1024, BINARY);
  }
  if (unit === 'percent') {
    return `${digits(value, exact)} %`;
  }
  if (unit === 'ratio') {
    return `${digits(value * 100, exact)} %`;
  }
  return exact ? exactly(value) : scaled(value, 1000, DECIMAL);
}

/**
 * Returns a rate.
 *
 * @param {?number|undefined} value a number a second, null if there is none
 * @param {?string} unit the unit of what is counted
 * @param {boolean=} exact whether with all digits that are known, rather than with three
 * @return {string}
 */
export function formatRate(value, unit, exact = false) {
  const counted = unit && (unit in BYTES || unit in SECONDS) ? unit : null;
  return value === null || value === undefined ? '–' : `${format(value, counted, exact)}/s`;
}

/**
 * Returns the place of what is counted in a list that is sorted by rates: how many a second, then
 * bytes a second, then the time that is used in a second.
 *
 * @param {?string} unit the unit of what is counted
 * @return {number}
 */
export function placeOfRate(unit) {
  return unit && unit in BYTES ? 1 : unit && unit in SECONDS ? 2 : 0;
}

/**
 * Returns a value that can be compared with those in other units of the same kind.
 *
 * @param {number} value
 * @param {?string} unit the unit as the wire has it
 * @return {number} seconds or bytes, if it is in a unit of them
 */
export function inBaseUnit(value, unit) {
  return unit ? value * (SECONDS[unit] || BYTES[unit] || 1) : value;
}

/**
 * Returns a time of day, with seconds.
 *
 * @param {number} second since the epoch
 * @return {string}
 */
export function clock(second) {
  const date = new Date(second * 1000);
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}

/**
 * Returns a time as clocks here show it, as axes of charts do, with its date and zone.
 *
 * @param {number} from seconds since the epoch
 * @param {number} to seconds since the epoch
 * @return {string}
 */
export function timeSpan(from, to) {
  const date = new Date(from * 1000);
  const pad = (number) => String(number).padStart(2, '0');
  const day = [date.getFullYear(), pad(date.getMonth() + 1), pad(date.getDate())].join('-');
  const minutes = -date.getTimezoneOffset();
  const size = Math.abs(minutes);
  const zone = minutes === 0 ? '' : `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
  return `${day} ${clock(from)} to ${clock(to)} UTC${zone}`;
}

/** The factors of units that a user may type, in seconds or bytes. */
const TYPED = {
  d: 86400,
  h: 3600,
  min: 60,
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  µs: 1e-6,
  ns: 1e-9,
  b: 1,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
  tib: 1024 ** 4,
};

/**
 * Reads a value that a user has typed, such as `200ms`.
 *
 * @param {string} text
 * @param {?string} unit the unit of the metric as the wire has it, in which a bare number is
 * @return {?number} the value in that unit, null if it is none
 */
export function parseValue(text, unit) {
  const found = /^\s*(-?[\d.]+(?:e-?\d+)?)\s*([a-zµ]*)\s*$/i.exec(text);
  const number = found ? Number(found[1]) : NaN;
  if (!found || !Number.isFinite(number)) {
    return null;
  }
  const typed = found[2].toLowerCase();
  if (typed === '') {
    return number;
  }
  const base = unit ? SECONDS[unit] || BYTES[unit] : undefined;
  return base && typed in TYPED ? (number * TYPED[typed]) / base : null;
}
