// Frame and handshake abuse on /ws/dashboard, floods, and readers that stop reading.
import { readFileSync } from 'node:fs';
import { ADMIN_KEY, PUBLIC_KEY, pause } from '../e2e/server.mjs';
import { each, metric, withServer } from './report.mjs';
import { FRAME_CASES, HANDSHAKE_CASES } from './ws-cases.mjs';
import { HELLO, PING, PONG, Socket, TEXT, frame, handshake } from './ws-wire.mjs';
import { exchange } from './wire.mjs';

const WIDTH = 8;
const END_MS_MAX = 6_500; // websocket_close_budget_ms and a sweep
const STALLED = 12;
const HELLOS_PER_MINUTE = 95;
const STALLED_MIB_MAX = 4; // each: the queue of 1 MiB, the frame under way, the session
const STALLED_MS_MAX = 15_000;

const memoryMib = (server) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.process.pid}/status`, 'utf8'))[1]) / 1024;

async function frameCase(report, server, [name, bytes, codes]) {
  const socket = await Socket.open(server.port);
  socket.send(bytes);
  await socket.until((it) => it.closeCode !== undefined);
  report.check(`${name}: close code`, codes.includes(socket.closeCode), `${socket.closeCode}, expected ${codes}`);
  report.check(`${name}: ended`, await socket.untilEnded(END_MS_MAX), 'the connection stays open');
  socket.close();
}

async function handshakeCase(report, server, [name, changes, status, target]) {
  const socket = await Socket.open(server.port, changes, target?.(ADMIN_KEY));
  report.equal(`handshake, ${name}`, socket.status, status);
  const head = socket.received.toString('latin1').split('\r\n\r\n')[0];
  report.check(`handshake, ${name}: offers nothing more`, !/sec-websocket-(extensions|protocol)/i.test(head), head);
  socket.close();
}

async function otherHandshakes(report, server) {
  const deflate = {
    'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits',
    'Sec-WebSocket-Protocol': 'chat',
  };
  await handshakeCase(report, server, ['extensions offered', deflate, 101]);
  const posted = await exchange(server.port, handshake({}, '/ws/dashboard', 'POST'));
  report.check('handshake by POST', [400, 405].includes(posted.answers[0]?.status), posted.text);
  const early = await exchange(server.port, Buffer.concat([Buffer.from(handshake()), frame(TEXT, HELLO)]));
  report.equal('bytes before the answer', early.answers[0]?.status, 400);
  const opened = await fetch(`${server.origin}/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ key: ADMIN_KEY }),
  });
  const cookie = opened.headers.get('set-cookie')?.split(';')[0];
  await handshakeCase(report, server, ['a session', { 'X-API-KEY': null, Cookie: cookie }, 101]);
  await handshakeCase(report, server, [
    'a session from another site',
    { 'X-API-KEY': null, Cookie: cookie, Origin: 'http://evil.example' },
    403,
  ]);
}

/** Answers to pings, also between the frames of a message; a message in pieces is understood. */
async function goodFrames(report, server) {
  const socket = await Socket.open(server.port);
  await socket.until((it) => it.messages().length >= 1);
  socket.send(
    Buffer.concat([
      frame(TEXT, HELLO.slice(0, 5), { fin: false }),
      frame(PING, 'between'),
      frame(0, '', { fin: false }),
      frame(0, HELLO.slice(5)),
    ]),
  );
  const isPong = ({ opcode, payload }) => opcode === PONG && payload.toString() === 'between';
  report.check('a ping between frames is answered', await socket.until((it) => it.frames().some(isPong)));
  const hellos = (it) => it.messages().filter(({ payload }) => payload.includes('"type":"hello"')).length;
  report.check('a command in pieces is understood', await socket.until((it) => hellos(it) >= 2));
  report.equal('good frames: not closed', socket.closeCode, undefined);
  socket.close();
}

async function floods(report, server) {
  const pings = await Socket.open(server.port);
  for (let i = 0; i < 100; ++i) pings.send(Buffer.concat(Array.from({ length: 100 }, () => frame(PING, 'x'))));
  await pings.until((it) => it.closeCode !== undefined || it.ended);
  report.check('10,000 pings: closed 1008', pings.closeCode === 1008, pings.closeCode);
  const commands = await Socket.open(server.port);
  commands.send(Buffer.concat(Array.from({ length: 500 }, () => frame(TEXT, HELLO))));
  await commands.until((it) => it.closeCode !== undefined || it.ended);
  report.check('500 commands: closed 1008', commands.closeCode === 1008, commands.closeCode);
  for (const socket of [pings, commands]) {
    report.check('a flood: ended', await socket.untilEnded(END_MS_MAX));
    socket.close();
  }
}

/** Fills the snapshot, so that a hello is large. */
async function sendEvents(server) {
  const lines = Array.from({ length: 600 }, (_, i) =>
    JSON.stringify({ transaction_id: `WS-${i}`, amount: 9_000 + i, customer_id: `customer-${i % 7}`, country: 'US' }),
  );
  const headers = { 'X-API-KEY': PUBLIC_KEY, 'Content-Type': 'application/x-ndjson' };
  await (await fetch(`${server.origin}/transactions`, { method: 'POST', headers, body: lines.join('\n') })).text();
  await pause(600);
}

async function stall(server) {
  const socket = await Socket.open(server.port);
  socket.socket.pause();
  socket.send(Buffer.concat(Array.from({ length: HELLOS_PER_MINUTE }, () => frame(TEXT, HELLO))));
  return socket;
}

const numbers = (socket) =>
  socket.messages().map(({ payload }) => Number(/"seq":(\d+)/.exec(payload.toString('latin1', 0, 80))[1]));

/** Those that read are told everything meanwhile; those that do not are cut, and cost little. */
async function stoppedReaders(report, server) {
  await sendEvents(server);
  const reader = await Socket.open(server.port);
  const before = memoryMib(server);
  const stalled = await Promise.all(Array.from({ length: STALLED }, () => stall(server)));
  await pause(1_500);
  const during = memoryMib(server);
  report.check(
    'stopped readers: memory',
    during - before < STALLED * STALLED_MIB_MAX,
    `${(during - before).toFixed(1)} MiB more for ${STALLED}`,
  );
  const end = Date.now() + STALLED_MS_MAX;
  while ((await metric(server, 'shrike_websocket_connections')) > 1 && Date.now() < end) await pause(250);
  report.equal('stopped readers are cut', await metric(server, 'shrike_websocket_connections'), 1);
  const seen = numbers(reader);
  report.check('the reader is told all the time', seen.length >= 8 && !reader.ended, `${seen.length} messages`);
  report.check(
    'the reader misses nothing',
    seen.slice(1).every((seq, i) => seq === seen[i] + 1 || seq === seen[i]),
    seen.join(),
  );
  for (const socket of [reader, ...stalled]) socket.close();
}

export async function run(binary, report) {
  await withServer(binary, [], async (server) => {
    await each(HANDSHAKE_CASES, WIDTH, (row) => handshakeCase(report, server, row));
    await each(FRAME_CASES, WIDTH, (row) => frameCase(report, server, row));
    for (const check of [otherHandshakes, goodFrames, floods]) await check(report, server);
    await pause(500);
    report.equal('no WebSocket stays behind', await metric(server, 'shrike_websocket_connections'), 0);
    await stoppedReaders(report, server);
    await report.alive(server);
  });
}
