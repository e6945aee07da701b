/**
 * Downloads of what the page shows: numbers as CSV and JSON, charts as PNG, and all of it as a
 * report.
 */
import { Board } from './board.js';
import { ComparePage, difference } from './compare.js';
import { element } from './dom.js';
import { KINDS, marks } from './marks.js';
import { MetricPage } from './metric.js';
import { Overview } from './overview.js';
import { kept, readPins, writePin } from './pins.js';
import { isReport } from './report.js';
import { changeSheet, csv, metricSheet, points, seriesSheet, targetsOf } from './sheets.js';
import { themed } from './theme.js';
import { timeSpan } from './units.js';
import { Points, Times, endOf } from './store.js';
import { Navigation, View, selection } from './view.js';

/** The server takes addresses of 16,384 characters. */
const LONGEST_QUERY = 15000;

const MARGIN = 12;

const LINE = 18;

/**
 * The differences, with what they are of.
 *
 * @param {!ComparePage} comparison
 * @return {!Object}
 */
export function changes(comparison) {
  const rows = comparison.rows.map((row) => ({ ...row, 'difference': difference(row) }));
  return { ...comparison.comparison, 'rows': rows };
}

/**
 * Everything that is shown, as the page has it.
 *
 * @param {(!Overview|!Board)} overview
 * @param {?MetricPage} metric null if the overview is shown
 * @return {!Object}
 */
export function everything(overview, metric) {
  const times = (metric || overview).times;
  const time = {
    'from': times.seconds[0],
    'step': times.step,
    'slots': times.seconds.length,
    'marks': marks.all(times.seconds[0], endOf(times)),
  };
  if (!metric) {
    return {
      ...time,
      'metrics': [...overview.cards.values()].map((card) => ({
        ...card.figures,
        'name': card.name,
        'kind': card.kind,
        'unit': card.unit,
        'points': Object.fromEntries(card.points.figures),
        ...(targetsOf(card).length > 0 ? { 'targets': targetsOf(card).map(written) } : {}),
      })),
    };
  }
  const heat = metric.heat.cells;
  return {
    ...time,
    'metric': { 'id': metric.navigation.view.id, 'kind': metric.kind, 'unit': metric.unit },
    'by': metric.by.value,
    'lines': metric.lines.map((line) => ({ ...line.figures, 'points': Object.fromEntries(line.points.figures) })),
    'heat': heat.columns.map((column) =>
      [...column].map(([lower, count]) => ({ 'lower': lower, 'upper': heat.rows.get(lower), 'count': count }))
    ),
    'series': metric.table.rows,
  };
}

/**
 * @param {{name: string, figures: !Object, points: !Points}} target
 * @return {!Object} with all of its points, not those of the last document alone
 */
function written(target) {
  return { ...target.figures, 'name': target.name, 'points': Object.fromEntries(target.points.figures) };
}

/**
 * Draws a chart with its title and legend.
 *
 * @param {!HTMLCanvasElement} chart
 * @param {!Array<string>} titles
 * @param {!Array<{text: string, colour: string}>} legend
 * @return {!HTMLCanvasElement}
 */
function picture(chart, titles, legend) {
  const ratio = window.devicePixelRatio || 1;
  const top = MARGIN + titles.length * LINE;
  const width = chart.width / ratio + 2 * MARGIN;
  const height = top + chart.height / ratio + legend.length * LINE + 2 * MARGIN;
  const canvas = /** @type {!HTMLCanvasElement} */ (element('canvas'));
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = /** @type {!CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.fillStyle = themed('--panel');
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(chart, MARGIN * ratio, top * ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.font = '13px system-ui, sans-serif';
  context.textBaseline = 'top';
  const ink = themed('--ink');
  context.fillStyle = ink;
  titles.forEach((title, i) => context.fillText(title, MARGIN, MARGIN + i * LINE, width - 2 * MARGIN));
  legend.forEach((line, i) => {
    const y = top + chart.height / ratio + MARGIN + i * LINE;
    context.fillStyle = line.colour;
    context.fillRect(MARGIN, y + 5, 16, 3);
    context.fillStyle = ink;
    context.fillText(line.text, MARGIN + 24, y, width - 2 * MARGIN - 24);
  });
  return canvas;
}

/**
 * What is drawn as a picture.
 *
 * @typedef {{
 *   root: !HTMLElement,
 *   legend: !HTMLElement,
 *   title: !HTMLElement,
 *   figure: {value: string},
 *   from: number,
 *   times: !Times,
 * }}
 */
export let Pictured;

/**
 * Draws a chart of a metric as a picture.
 *
 * @param {!Pictured} metric
 * @param {string} selector of the chart
 * @param {boolean} named whether the lines are named below it
 * @return {!Promise<?Blob>} null if there is no such chart
 */
export function png(metric, selector, named) {
  const chart = /** @type {?HTMLCanvasElement} */ (metric.root.querySelector(selector));
  if (!chart || chart.width === 0 || metric.times.seconds.length === 0) {
    return Promise.resolve(null);
  }
  const figure = named ? ` · ${metric.figure.value}` : '';
  const titles = [
    (metric.title.textContent || '') + figure,
    timeSpan(metric.from, endOf(metric.times)),
  ];
  const lines = named ? [...metric.legend.querySelectorAll('button[aria-pressed="true"]')] : [];
  const legend = lines.map((line) => ({
    text: line.textContent || '',
    colour: /** @type {!HTMLElement} */ (line.firstElementChild).style.background,
  }));
  const marked = marks.shown(metric.from, endOf(metric.times));
  for (const kind of new Set(marked.map((mark) => mark.kind))) {
    legend.push({ text: KINDS[kind].name, colour: themed(KINDS[kind].colour) });
  }
  const drawn = picture(chart, titles, legend);
  return new Promise((resolve) => drawn.toBlob(resolve, 'image/png'));
}

/**
 * Returns a name for a file.
 *
 * @param {string} text
 * @return {string} without what some systems do not take in it, or read as an option at its beginning
 */
export function fileName(text) {
  return text.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+/, '');
}

/**
 * Has the browser save a file.
 *
 * @param {string} address
 * @param {string} name
 */
function save(address, name) {
  const link = element('a', { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
}

/**
 * @param {?Blob} content null for none
 * @param {string} name
 */
function saveContent(content, name) {
  if (content) {
    const address = URL.createObjectURL(content);
    save(address, name);
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  }
}

/**
 * Returns the names of the targets, of each of which there is a recording.
 *
 * @return {!Promise<!Array<string>>}
 */
async function targetNames() {
  const response = await fetch('api/v1/targets').catch(() => null);
  const answer = response && response.ok ? await response.json() : { 'targets': [] };
  return answer['targets'].map((target) => target['name']);
}

/**
 * Returns what is asked for as a report: what is shown, and the board. If the board is shown, the
 * report opens with it.
 *
 * @param {!View} view
 * @param {string} pins the charts of the board
 * @return {string} the query of its address
 */
export function reportQuery(view, pins) {
  const query = new URLSearchParams(selection(view));
  if (view.page === 'board') {
    query.set('view', 'board');
  }
  let more = 0;
  for (const pin of readPins(pins).map(writePin)) {
    if (query.toString().length + new URLSearchParams({ pin: pin }).toString().length < LONGEST_QUERY) {
      query.append('pin', pin);
    } else {
      more++;
    }
  }
  if (more > 0) {
    query.set('morePins', String(more));
  }
  return query.toString();
}

/**
 * Adds the menu of downloads.
 *
 * @param {!Element} parent
 * @param {!Navigation} navigation
 * @param {{overview: !Overview, board: !Board, metric: !MetricPage, comparison: !ComparePage}} pages
 */
export function addDownloads(parent, navigation, pages) {
  const { metric: page, comparison } = pages;
  const overview = () => (navigation.view.page === 'board' ? pages.board : pages.overview);
  const one = () => (navigation.view.page === 'metric' ? page : null);
  const compared = () => navigation.view.page === 'compare';
  const name = (ending) => {
    const subject = one() ? navigation.view.id.slice(2) : compared() ? 'comparison' : 'metrics';
    const time = new Date().toISOString().slice(0, 19);
    return fileName(`${subject}-${time}`) + ending;
  };
  const text = (content, type, ending) => saveContent(new Blob([content], { type: type }), name(ending));
  const summary = element('summary', { text: 'Download' });
  const list = element('ul');
  const menu = /** @type {!HTMLDetailsElement} */ (element('details', { class: 'menu', id: 'downloads' }, [summary, list]));
  /**
   * @param {string} text what the button says
   * @param {string} label its name, which says more
   * @param {function(): void} action
   * @return {!HTMLElement}
   */
  const add = (text, label, action) => {
    const button = element('button', { type: 'button', text: text, 'aria-label': label });
    button.addEventListener('click', () => {
      menu.open = false;
      summary.focus();
      action();
    });
    const item = element('li', null, [button]);
    list.append(item);
    return item;
  };
  add('Table as CSV', 'Download the table as CSV', () => {
    const metric = one();
    const sheet = metric ? seriesSheet(metric) : compared() ? changeSheet(comparison) : metricSheet(overview());
    text(csv(sheet), 'text/csv', '-table.csv');
  });
  const series = add('Points as CSV', 'Download the points of the charts as CSV', () =>
    text(csv(points(overview(), one())), 'text/csv', '-points.csv')
  );
  add('All as JSON', 'Download everything that is shown as JSON', () => {
    const content = compared() ? changes(comparison) : everything(overview(), one());
    text(JSON.stringify(content), 'application/json', '.json');
  });
  const chart = add('Chart as PNG', 'Download the chart as a PNG picture', () => {
    png(page, '.plot canvas', true).then((content) => saveContent(content, name('-chart.png')));
  });
  const heat = add('Heat map as PNG', 'Download the heat map as a PNG picture', () => {
    png(page, 'canvas.heat', false).then((content) => saveContent(content, name('-heat-map.png')));
  });
  if (!isReport()) {
    add('Report as HTML', 'Download a report: one file that opens without a server', () => {
      const pins = navigation.view.page === 'board' ? navigation.view.pins : kept();
      save('api/v1/report?' + reportQuery(navigation.view, pins), '');
    });
  }
  const pictures = [];
  menu.addEventListener('toggle', () => {
    pictures.splice(0).forEach((item) => item.remove());
    if (menu.open && navigation.view.page === 'board') {
      pages.board.pictures().forEach((pictured) => {
        const title = pictured.title.textContent || '';
        const item = add(`${title} as PNG`, `Download the chart of ${title} as a PNG picture`, () => {
          png(pictured, '.canvas canvas', true).then((content) => saveContent(content, fileName(title) + name('-chart.png')));
        });
        pictures.push(item);
      });
    }
  });
  const recordings = [];
  menu.addEventListener('toggle', async () => {
    if (menu.open && !isReport()) {
      const targets = await targetNames();
      recordings.splice(0).forEach((item) => item.remove());
      targets.forEach((target) => {
        const text = targets.length > 1 ? `Recording of ${target}` : 'Recording';
        const item = add(text, `Download what is kept of ${target} as a recording that can be replayed`, () => {
          const query = new URLSearchParams({ target: target, filter: navigation.view.filter });
          save('api/v1/recording?' + query, '');
        });
        recordings.push(item);
      });
    }
  });
  menu.addEventListener('toggle', () => {
    // A comparison has no charts
    series.hidden = compared();
    chart.hidden = !one();
    heat.hidden = !one() || page.kind !== 'histogram';
  });
  menu.addEventListener('keydown', (event) => {
    if (/** @type {!KeyboardEvent} */ (event).key === 'Escape' && menu.open) {
      // The page has something else to do with it
      event.stopPropagation();
      menu.open = false;
      summary.focus();
    }
  });
  parent.prepend(menu);
}
