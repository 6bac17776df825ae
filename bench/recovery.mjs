// From the start of the program until /ready answers 200, with a log of many events: after kill -9 without a checkpoint (all of
// it is applied again), after kill -9 with the newest checkpoint, and after a clean stop (nothing is applied); against reading
// the log's bytes plainly. Files are in the page cache, as after a kill. Alternating rounds, medians.
// Usage: node bench/recovery.mjs FOLDER_OF_THE_BUILD [--events 1000000] [--rounds 5]
import { closeSync, openSync, readdirSync, readFileSync, readSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADMIN_KEY } from '../tests/e2e/server.mjs';
import { pause, Target, until } from '../tests/fault/target.mjs';
import { argumentsOf, medianOf, settled, stages, whole } from './support/run.mjs';

const EVENT_BYTES = 600; // of the ring, four times what one takes: in a fuller ring checkpoints are taken more often
const GENERATOR_RATE = 100_000;
const FILL_MS_MAX = 600_000;
const READY_MS_MAX = 300_000;
const QUIET_MS = 1_000;
const LOOK_MS = 2;
const PAGE = 4096; // before the first segment: docs/formats/eventlog.md
const SEGMENT = 1 << 20;
const FROM_BEFORE_END = 24; // docs/formats/checkpoint.md
const { build, events, rounds } = argumentsOf({ events: 1_000_000, rounds: 5 });

async function generate(server, running) {
  const headers = { 'X-API-KEY': ADMIN_KEY, 'Content-Type': 'application/json' };
  const body = JSON.stringify({ running, rate: GENERATOR_RATE });
  const reply = await fetch(`${server.origin}/stream/generator`, { method: 'PUT', headers, body });
  if (!reply.ok) throw new Error(`/stream/generator answered ${reply.status}: ${await reply.text()}`);
  await reply.arrayBuffer();
}

/** The checkpoints on disk by their names, with their bytes. */
function checkpoints(server) {
  const names = readdirSync(server.folder).filter((name) => /^checkpoint-\d+$/.test(name));
  return new Map(names.sort().map((name) => [name, readFileSync(join(server.folder, name))]));
}

function putCheckpoints(server, files) {
  for (const name of readdirSync(server.folder)) if (name.startsWith('checkpoint')) rmSync(join(server.folder, name));
  for (const [name, bytes] of files) writeFileSync(join(server.folder, name), bytes);
}

/** All is stored, and the state that was due is on disk. */
async function quiet(server) {
  await settled(server, FILL_MS_MAX);
  let names = '';
  let since = performance.now();
  await until(() => {
    const now = readdirSync(server.folder).filter((name) => name.startsWith('checkpoint')).join(' ');
    if (now !== names || now.includes('unfinished')) since = performance.now();
    names = now;
    return performance.now() - since > QUIET_MS;
  }, FILL_MS_MAX);
}

/** The newest event's number. */
async function fill(server) {
  await server.start();
  await generate(server, true);
  const full = async () => (await stages(server)).eventlog.total >= events;
  if (!(await until(full, FILL_MS_MAX))) throw new Error(`no ${events} events within ${FILL_MS_MAX / 1000} s`);
  await generate(server, false);
  await quiet(server);
  const { eventlog } = await stages(server);
  await server.kill();
  return eventlog.total;
}

/** Seconds for the segments in use, and their bytes. */
function readPlainly(server) {
  const file = join(server.folder, 'events.ring');
  const [descriptor, end] = [openSync(file), statSync(file).size];
  const bytes = Buffer.alloc(SEGMENT);
  const start = performance.now();
  let at = PAGE;
  for (; at < end; at += SEGMENT) {
    readSync(descriptor, bytes, 0, SEGMENT, at);
    if (bytes.readUInt32LE(0) === 0) break;
    const number = Number(bytes.readBigUInt64LE(8));
    if (number !== (at - PAGE) / SEGMENT) throw new Error('the ring has gone round: it does not hold all events');
  }
  closeSync(descriptor);
  return { seconds: (performance.now() - start) / 1e3, bytes: at - PAGE };
}

const isReady = (server) =>
  fetch(`${server.origin}/ready`).then((reply) => reply.arrayBuffer().then(() => reply.status === 200), () => false);

/** Seconds from start to ready with these checkpoints; then it is killed. */
async function recover(server, files, newest) {
  putCheckpoints(server, files);
  const start = performance.now();
  server.launch();
  const answered = await until(async () => !server.alive || (await isReady(server)), READY_MS_MAX, LOOK_MS);
  if (!answered || !server.alive) throw new Error(`not ready: ${await server.words()}`);
  const seconds = (performance.now() - start) / 1e3;
  const { eventlog, archive } = await stages(server);
  const engine = await server.component('engine');
  if (eventlog.total !== newest || archive.lag !== 0 || engine !== 'ok')
    throw new Error(`of ${newest} events the log has ${eventlog.total}, ${archive.lag} are not stored; engine ${engine}`);
  await server.kill();
  return seconds;
}

/** A clean stop writes the state at the last event. */
async function cleanStop(server) {
  await server.start();
  const end = await server.terminate(60_000);
  if (end?.code !== 0) throw new Error(`no clean stop: ${JSON.stringify(end)}`);
  return checkpoints(server);
}

function print(name, seconds, newest, baseline) {
  const median = medianOf(seconds);
  const compared = baseline ? `, ratio ${(median / medianOf(baseline)).toFixed(1)}` : ' (baseline)';
  const each = ((median * 1e6) / newest).toFixed(3);
  console.log(`${name.padEnd(44)} ${median.toFixed(3)} s, ${each} s per million events${compared}`);
}

const capacity = Math.max(16, Math.ceil((events * EVENT_BYTES) / 2 ** 20));
const server = await Target.make(join(build, 'shrike'), { more: ['diag.level=warning', `eventlog.capacity_mib=${capacity}`] });
const newest = await fill(server);
const kept = checkpoints(server);
const stopped = await cleanStop(server);
const times = { plain: [], all: [], newest: [], stopped: [] };
for (let round = 0; round < rounds; ++round) {
  times.plain.push(readPlainly(server).seconds);
  times.all.push(await recover(server, new Map(), newest));
  if (kept.size > 0) times.newest.push(await recover(server, kept, newest));
  times.stopped.push(await recover(server, stopped, newest));
}
console.log(`${whole(newest)} events in ${whole(readPlainly(server).bytes / 2 ** 20)} MiB, ${rounds} rounds`);
print('reading the bytes', times.plain, newest);
print('kill -9, no checkpoint', times.all, newest, times.plain);
if (kept.size > 0) {
  const last = [...kept.values()].at(-1);
  const after = newest - Number(last.readBigUInt64LE(last.length - FROM_BEFORE_END));
  print(`kill -9, checkpoint ${whole(after)} events before`, times.newest, newest, times.plain);
} else {
  console.log('kill -9, checkpoint: none was due, which takes engine.checkpoint_events (200,000) events');
}
print('clean stop', times.stopped, newest, times.plain);
process.exit(0);
