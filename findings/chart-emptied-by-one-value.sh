#!/usr/bin/env bash
# uPlot, a fast chart for series over time: one infinite value among the others leaves the whole chart empty, without an error.
# null is a gap, NaN and undefined are none. A chart with a single point has an axis of 1000 days.
. "$(dirname "$0")/lib.sh"

command -v chromium >/dev/null || apt-get install -y -q --no-install-recommends chromium >&2
npm install --silent --no-audit --no-fund uplot@1.6.32 playwright-core@1.55.0 >&2

cat >finding.mjs <<'JS'
import { chromium } from 'playwright-core';

const browser = await chromium.launch({ executablePath: process.argv[2], args: ['--no-sandbox'] });
const page = await browser.newPage();
const errors = [];
page.on('pageerror', (error) => errors.push(error));
page.on('console', (message) => errors.push(message));
await page.addScriptTag({ path: 'node_modules/uplot/dist/uPlot.iife.min.js' });

const results = await page.evaluate(async () => {
  const times = [...Array(10).keys()].map((i) => 1_700_000_000 + i);
  const draw = async (xs, ys) => {
    const options = { width: 400, height: 300, axes: [{ show: false }, { show: false }], cursor: { show: false },
      series: [{}, { stroke: 'red', points: { show: false } }] };
    const chart = new uPlot(options, [xs, ys], document.body);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { canvas } = chart.ctx;
    const { data } = chart.ctx.getImageData(0, 0, canvas.width, canvas.height);
    const columns = new Set();
    for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 0) columns.add((i / 4) % canvas.width);
    return { columns: columns.size, width: canvas.width, days: (chart.scales.x.max - chart.scales.x.min) / 86_400 };
  };
  const lines = [];
  for (const value of [6, Infinity, null, NaN, undefined]) {
    const { columns, width } = await draw(times, [1, 2, 3, 4, 5, value, 7, 8, 9, 10]);
    const drawn = columns === 0 ? 'empty' : columns > 0.95 * width ? 'a whole line' : 'a line with a gap';
    lines.push(`one value ${value}: ${drawn}`);
  }
  lines.push(`a single point: an axis of ${(await draw([1_700_000_000], [5])).days} days`);
  return lines;
});
console.log(results.join('\n'));
console.log(`errors and messages: ${errors.length}`);
await browser.close();
JS
echo "uplot 1.6.32, $(chromium --version)"
node finding.mjs "$(command -v chromium)" | tee seen
expect seen "one value 6: a whole line" "one value Infinity: empty" "one value null: a line with a gap" \
  "one value NaN: a whole line" "one value undefined: a whole line" "a single point: an axis of 1000 days" \
  "errors and messages: 0"
