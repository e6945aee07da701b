#!/usr/bin/env bash
# A browser's EventSource reconnects after a connection that was cut or refused, for ever, and gives up for good at the first
# answer that is not 200: a 503 while the server restarts, behind a proxy, ends a page's stream until it is loaded anew.
# And over HTTP/1.1 six streams (tabs count together) are all that a host gets: the next one, and every other request, waits.
. "$(dirname "$0")/lib.sh"

command -v chromium >/dev/null || apt-get install -y -q --no-install-recommends chromium >&2
npm install --silent --no-audit --no-fund playwright-core@1.55.0 >&2

cat >finding.mjs <<'JS'
import http from 'node:http';
import { chromium } from 'playwright-core';

const requests = {};
const server = http.createServer((request, response) => {
  requests[request.url] = (requests[request.url] ?? 0) + 1;
  const status = /^\/status\/(\d+)/.exec(request.url);
  if (status) {
    response.writeHead(Number(status[1])).end();
  } else if (request.url.startsWith('/stream')) {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('retry: 200\n\ndata: 1\n\n');
    if (request.url === '/stream/cut') setTimeout(() => response.end(), 100);
  } else {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<title>page</title>');
  }
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.on('listening', resolve));
const closed = http.createServer().listen(0, '127.0.0.1');
await new Promise((resolve) => closed.on('listening', resolve));
const refused = `http://127.0.0.1:${closed.address().port}/`;
await new Promise((resolve) => closed.close(resolve));

const browser = await chromium.launch({ executablePath: process.argv[2], args: ['--no-sandbox'] });
console.log(`Chromium ${browser.version()}`);
const page = await browser.newPage();
await page.goto(`http://127.0.0.1:${server.address().port}/`);
const states = await page.evaluate(async (refused) => {
  const urls = ['/stream/cut', refused, '/status/503', '/status/500', '/status/404', '/status/204'];
  const streams = urls.map((url) => new EventSource(url));
  await new Promise((resolve) => setTimeout(resolve, 8000));
  streams.forEach((stream, i) => { urls[i] = stream.readyState; stream.close(); });
  return urls;
}, refused);
const names = ['cut', 'connection refused', '503', '500', '404', '204'];
states.forEach((state, i) => console.log(`${names[i]}: ${state === 2 ? 'ended for good' : 'tries again'}`));
console.log(`requests seen: cut several ${requests['/stream/cut'] > 3}, 503 ${requests['/status/503']}`);

const waiting = await page.evaluate(async () => {
  const streams = [1, 2, 3, 4, 5, 6, 7].map((i) => new EventSource(`/stream/${i}`));
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const waits = new Promise((resolve) => setTimeout(() => resolve('waits'), 3000));
  const other = await Promise.race([fetch('/other').then(() => 'is answered'), waits]);
  return `${streams[6].readyState === 0 ? 'the seventh stream waits' : 'all open'}, another request ${other}`;
});
console.log(waiting);
await browser.close();
process.exit(0);
JS
node finding.mjs "$(command -v chromium)" | tee seen
expect seen "cut: tries again" "connection refused: tries again" "503: ended for good" "500: ended for good" \
  "404: ended for good" "204: ended for good" "requests seen: cut several true, 503 1" \
  "the seventh stream waits, another request waits"
