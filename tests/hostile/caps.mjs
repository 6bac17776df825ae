// The limits on connections and bodies: one too many is told at once, the others do not notice.
import { readFileSync } from 'node:fs';
import { pause } from '../e2e/server.mjs';
import { each, metric, withServer } from './report.mjs';
import { KEYED, Wire, analyzeRequest, exchange } from './wire.mjs';

const CONNECTIONS_MAX = 40;
const BEYOND = 60;
const QUICK_MS = 1_000;
const READY = 'GET /ready HTTP/1.1\r\nHost: a\r\n\r\n';
const MEMORY_MIB_MAX = 60;

async function askOn(wire, count) {
  wire.send(READY);
  await wire.until((it) => it.answers().length >= count, QUICK_MS);
  return wire.answers().length === count && wire.answers()[count - 1].status === 200;
}

/** 503 or just the end, without a wait. */
async function refusedQuickly(port) {
  const wire = new Wire(port);
  const from = Date.now();
  await wire.untilEnded(QUICK_MS * 2);
  const status = wire.answers()[0]?.status;
  wire.close();
  return { ended: wire.ended, ms: Date.now() - from, status };
}

async function connections(report, server) {
  const members = [];
  while (members.length < CONNECTIONS_MAX) {
    const wire = new Wire(server.port);
    // Some places belong to connections that the start-up check has left open for a while.
    if (!(await askOn(wire, 1))) break;
    members.push(wire);
  }
  report.check('most places can be taken', members.length >= CONNECTIONS_MAX - 4, members.length);
  const refused = await Promise.all(Array.from({ length: BEYOND }, () => refusedQuickly(server.port)));
  report.check(
    'beyond the limit: ended',
    refused.every(({ ended }) => ended),
  );
  report.check(
    'beyond the limit: quickly',
    refused.every(({ ms }) => ms < QUICK_MS),
    Math.max(...refused.map(({ ms }) => ms)),
  );
  report.check(
    'beyond the limit: 503 or nothing',
    refused.every(({ status }) => status === 503 || status === undefined),
  );
  report.check('beyond the limit: mostly 503', refused.filter(({ status }) => status === 503).length > BEYOND / 2);
  const served = await Promise.all(members.map((wire) => askOn(wire, 2)));
  report.equal('members that are served meanwhile', served.filter(Boolean).length, members.length);
  for (const wire of members) wire.close();
  await pause(300);
  const seen = await exchange(server.port, READY);
  report.equal('afterwards there is room again', seen.answers[0]?.status, 200);
  report.check('refusals are counted', (await metric(server, 'shrike_http_connections_refused_total')) >= BEYOND);
}

const memoryMib = (server) =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${server.process.pid}/status`, 'utf8'))[1]) / 1024;

const BODY_CASES = [
  ['/analyze, 64 KiB and 1 announced', '/analyze', 'Content-Length: 65537\r\n', '', [413]],
  ['/analyze, 1 GB announced', '/analyze', 'Content-Length: 1000000000\r\n', '{', [413]],
  ['/analyze, the largest number', '/analyze', 'Content-Length: 999999999999999999\r\n', '{', [413]],
  ['/analyze, one chunk of 1 GB', '/analyze', 'Transfer-Encoding: chunked\r\n', '3b9aca00\r\n', [413]],
  ['/transactions, 16 MiB and 1 announced', '/transactions', `Content-Length: ${16 * 1024 * 1024 + 1}\r\n`, '', [413]],
  ['/transactions, one chunk of 16 MiB and 1', '/transactions', 'Transfer-Encoding: chunked\r\n', '1000001\r\n', [413]],
  ['a path without bodies', '/stream', 'Content-Length: 100000\r\n', '', [404, 405, 413]],
  ['with Expect, too long', '/analyze', 'Expect: 100-continue\r\nContent-Length: 65537\r\n', '', [413]],
];

async function bodies(report, server) {
  await each(BODY_CASES, 4, async ([name, path, headers, start, statuses]) => {
    const seen = await exchange(server.port, `POST ${path} HTTP/1.1\r\n${KEYED}${headers}\r\n${start}`);
    report.check(`${name}: status`, statuses.includes(seen.answers[0]?.status), seen.answers[0]?.status ?? seen.text);
    report.check(`${name}: before the body`, seen.ms < QUICK_MS, `${seen.ms} ms`);
    report.check(`${name}: closed`, seen.closed);
  });
}

/** Chunks without end: refused at the limit, not kept. */
async function endless(report, server, path, statuses) {
  const wire = new Wire(server.port);
  wire.send(`POST ${path} HTTP/1.1\r\n${KEYED}Transfer-Encoding: chunked\r\n\r\n`);
  const chunk = `10000\r\n${' '.repeat(65_536)}\r\n`;
  for (let i = 0; i < 400 && wire.answers().length === 0 && !wire.ended; ++i) {
    wire.send(chunk);
    await pause(1);
  }
  await wire.untilEnded(5_000);
  report.check(`endless chunks to ${path}`, statuses.includes(wire.answers()[0]?.status), wire.answers()[0]?.status);
  report.check(`endless chunks to ${path}: ended`, wire.ended);
  wire.close();
}

/** Many that announce the most and send nothing: memory comes with bytes, not with announcements. */
async function announcements(report, server) {
  const wires = Array.from({ length: 30 }, () => new Wire(server.port));
  for (const wire of wires)
    wire.send(`POST /transactions HTTP/1.1\r\n${KEYED}Content-Length: ${16 * 1024 * 1024}\r\n\r\n[`);
  await pause(500);
  const seen = await exchange(server.port, analyzeRequest('CAPS-1'));
  report.equal('others are decided meanwhile', seen.answers[0]?.status, 200);
  for (const wire of wires) wire.close();
}

export async function run(binary, report) {
  await withServer(binary, ['--set', `server.connections_max=${CONNECTIONS_MAX}`], async (server) => {
    await pause(300);
    await connections(report, server);
    const before = memoryMib(server);
    await bodies(report, server);
    await endless(report, server, '/analyze', [413]);
    await endless(report, server, '/transactions', [413]);
    await announcements(report, server);
    const more = memoryMib(server) - before;
    report.check('memory for refused bodies', more < MEMORY_MIB_MAX, `${more.toFixed(1)} MiB more`);
    await report.alive(server);
  });
}
