// Slow clients in every form, all at once: each is ended within the server's budgets, others are answered throughout.
import { pause } from '../e2e/server.mjs';
import { metric, withServer } from './report.mjs';
import { KEYED, Wire, analyzeRequest, exchange } from './wire.mjs';

const EACH = 25;
const SILENT = 300;
const DRIP_MS = 400;
const ANSWER_MS_MAX = 1_500; // of the well-behaved client, on a machine that does other things too
const SPARE_MS = 1_500; // for the sweep and a busy machine
// Budgets of include/shrike/server/settings.hpp.
const HEADER_MS = 5_000;
const BODY_MS = 5_000;
const IDLE_MS = 30_000;
const LINGER_MS = 2_000;
const WRITE_MS = 5_000;
const WRITE_BYTES_PER_S = 4_096;
const BIG_PATH = '/openapi.json';
const PIPELINED = 400;

/** Sends `first`, then `drip` again and again, until the server ends it. Resolves with status and time. */
async function trickle(port, first, drip) {
  const wire = new Wire(port);
  await wire.connected;
  const from = Date.now();
  wire.send(first);
  const timer = setInterval(() => wire.send(drip), DRIP_MS);
  await wire.untilEnded(IDLE_MS + SPARE_MS);
  clearInterval(timer);
  const ms = Date.now() - from;
  const status = wire.answers()[0]?.status;
  wire.close();
  return { status, ms, ended: wire.ended };
}

async function trickles(report, port, name, first, drip, budgetMs) {
  const all = await Promise.all(Array.from({ length: EACH }, () => trickle(port, first, drip)));
  const slowest = Math.max(...all.map(({ ms }) => ms));
  report.check(
    `${name}: ended`,
    all.every(({ ended }) => ended),
  );
  report.check(
    `${name}: 408`,
    all.every(({ status }) => status === 408),
    all.map(({ status }) => status).join(),
  );
  report.check(`${name}: in time`, slowest <= budgetMs + LINGER_MS + SPARE_MS, `${slowest} ms`);
  const quickest = Math.min(...all.map(({ ms }) => ms));
  report.check(`${name}: not before its time`, quickest >= budgetMs - 300, `${quickest} ms`);
}

const slowHeaders = (report, port) =>
  trickles(report, port, 'slow headers', 'GET /ready HTTP/1.1\r\nHost: a\r\nX-A: ', 'a', HEADER_MS);
const slowLines = (report, port) =>
  trickles(report, port, 'slow header lines', 'GET /ready HTTP/1.1\r\nHost: a\r\n', 'X-A: b\r\n', HEADER_MS);
const slowBodies = (report, port) =>
  trickles(report, port, 'slow body', `POST /analyze HTTP/1.1\r\n${KEYED}Content-Length: 60000\r\n\r\n{`, ' ', BODY_MS);
const slowChunks = (report, port) =>
  trickles(
    report,
    port,
    'slow chunks',
    `POST /analyze HTTP/1.1\r\n${KEYED}Transfer-Encoding: chunked\r\n\r\n`,
    '1\r\n \r\n',
    BODY_MS,
  );

/** Connections that say nothing, or nothing more after one answer. */
async function silent(report, port, name, count, first, budgetMs) {
  const wires = Array.from({ length: count }, () => new Wire(port));
  await Promise.all(wires.map(({ connected }) => connected));
  const from = Date.now();
  for (const wire of wires) wire.send(first);
  await Promise.all(wires.map((wire) => wire.untilEnded(budgetMs + SPARE_MS * 2)));
  report.equal(`${name}: still open after ${budgetMs} ms`, wires.filter(({ ended }) => !ended).length, 0);
  if (first)
    report.check(
      `${name}: answered before`,
      wires.every((wire) => wire.answers()[0]?.status === 200),
    );
  report.check(`${name}: not before its time`, Date.now() - from >= budgetMs - 300, `${Date.now() - from} ms`);
  for (const wire of wires) wire.close();
}

/** Asks for much and reads nothing; whoever reads slowly gets the time that its last answer may take. */
async function slowReaders(report, server) {
  const one = await exchange(server.port, `GET ${BIG_PATH} HTTP/1.1\r\nHost: a\r\n\r\n`);
  const budgetMs = WRITE_MS + (one.text.length / WRITE_BYTES_PER_S) * 1_000;
  const wires = Array.from({ length: EACH }, () => new Wire(server.port));
  await Promise.all(wires.map(({ connected }) => connected));
  for (const { socket } of wires) socket.pause();
  for (const wire of wires) wire.send(`GET ${BIG_PATH} HTTP/1.1\r\nHost: a\r\n\r\n`.repeat(PIPELINED));
  await pause(budgetMs + SPARE_MS * 2);
  for (const { socket } of wires) socket.resume();
  await Promise.all(wires.map((wire) => wire.untilEnded(5_000)));
  report.check(
    'slow read: ended',
    wires.every(({ ended }) => ended),
    `${wires.filter(({ ended }) => !ended).length} stay open`,
  );
  report.check(
    'slow read: cut, not served',
    wires.every((wire) => wire.answers().length < PIPELINED),
  );
  for (const wire of wires) wire.close();
}

/** A caller like any other. Resolves with the longest wait and the number of answers, when `attack` is over. */
async function wellBehaved(report, server, attack) {
  let running = true;
  let slowest = 0;
  let answers = 0;
  const over = attack.finally(() => (running = false));
  while (running) {
    const { answers: got, ms } = await exchange(server.port, analyzeRequest(`GOOD-${answers}`), { graceMs: 0 });
    report.check(
      'a well-behaved client is answered',
      got[0]?.status === 200,
      got[0]?.status ?? `nothing after ${ms} ms`,
    );
    slowest = Math.max(slowest, ms);
    answers += 1;
    await pause(150);
  }
  await over;
  report.check('a well-behaved client never waits long', slowest <= ANSWER_MS_MAX, `${slowest} ms`);
  report.check('a well-behaved client was there all the time', answers > 100, answers);
}

async function backAtBaseline(report, server, baseline) {
  const end = Date.now() + LINGER_MS + SPARE_MS;
  while ((await metric(server, 'shrike_http_connections')) > baseline && Date.now() < end) await pause(200);
  const open = await metric(server, 'shrike_http_connections');
  report.check('the connections are back at the baseline', open <= baseline, `${open}, before ${baseline}`);
}

export async function run(binary, report) {
  await withServer(binary, [], async (server) => {
    const baseline = (await metric(server, 'shrike_http_connections')) + 1;
    const { port } = server;
    const attack = Promise.all([
      ...[slowHeaders, slowLines, slowBodies, slowChunks].map((form) => form(report, port)),
      silent(report, port, 'silent', SILENT, '', HEADER_MS),
      silent(report, port, 'idle after an answer', EACH, 'GET /ready HTTP/1.1\r\nHost: a\r\n\r\n', IDLE_MS),
      slowReaders(report, server),
    ]);
    await wellBehaved(report, server, attack);
    await backAtBaseline(report, server, baseline);
    await report.alive(server);
  });
}
