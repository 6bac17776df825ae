// No file descriptors left, and a clock that jumps.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { check, count } from './checker.mjs';
import { Book, Load, post } from './client.mjs';
import { Random, Skip, Tally, tempFolder, works } from './support.mjs';
import { pause, Target, until } from './target.mjs';

const DESCRIPTORS = 64;
const CONNECTIONS = 200;
const STARVED_MS = 2_000;
const CPU_SHARE_MAX = 0.1;
const TICKS_PER_SECOND = 100;
const AGAIN_MS_MAX = 10_000;
const JUMPS = ['+3600', '-3600', '+86400', '+0'];

function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Connections that say nothing. */
function openMany(port) {
  return Array.from({ length: CONNECTIONS }, () => connect(port, '127.0.0.1').on('error', () => {}));
}

async function shareWhileStarved(pid) {
  const before = cpuSeconds(pid);
  await pause(STARVED_MS);
  return (cpuSeconds(pid) - before) / (STARVED_MS / 1000);
}

async function answers(server, book, agent) {
  const operation = book.make();
  const { status, text } = await post(server.port, agent, operation.body, 2_000).catch(() => ({ status: 0 }));
  if (status === 0) book.lose(operation);
  else book.settle(operation, status, status === 200 ? JSON.parse(text) : null);
  return status === 200;
}

async function starve(number, binary, random, tally) {
  const server = await Target.make(binary, { more: ['eventlog.capacity_mib=16', 'diag.level=error'] });
  const book = new Book(random);
  const early = new Agent({ keepAlive: true, maxSockets: 1 });
  await server.start(['prlimit', `--nofile=${DESCRIPTORS}`]);
  await answers(server, book, early);
  const sockets = openMany(server.port);
  await pause(300);
  const share = await shareWhileStarved(server.process.pid);
  if (share > CPU_SHARE_MAX) tally.violate(number, 'cpu', `${(share * 100).toFixed(0)} % of a core while starved`);
  if (!(await answers(server, book, early))) tally.violate(number, 'starved', 'a connection from before gets no answer');
  for (const socket of sockets) socket.destroy();
  const fresh = new Agent({ keepAlive: false });
  const again = await until(() => answers(server, book, fresh), AGAIN_MS_MAX);
  if (!again) tally.violate(number, 'descriptors', 'no answer afterwards');
  tally.add(number, await check(server, book));
  early.destroy();
  await server.kill();
  server.remove();
  tally.note(`${(share * 100).toFixed(1)} % of a core while starved`);
  count(tally, book);
}

/** The library behind faketime; with a file instead of its argument the time can jump while the server runs. */
function clockOf(folder) {
  const library = execFileSync('faketime', ['-m', '-f', '+0', 'sh', '-c', 'echo "$LD_PRELOAD"'], { encoding: 'utf8' }).trim();
  const file = join(folder, 'time');
  writeFileSync(file, '+0');
  const how = { FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' };
  const environment = { LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: file, ...how };
  return { environment, jump: (offset) => writeFileSync(file, offset) };
}

/** Whether the newest decision carries the time that the server was told. */
async function believes(server, offset) {
  const { body } = await server.read('/decisions?limit=1');
  return Math.abs(Date.parse(body.data[0].ingested_at) - Date.now() - offset * 1000) < 60_000;
}

async function jump(number, binary, random, tally) {
  const folder = tempFolder('clock');
  const { environment, jump: to } = clockOf(folder.path);
  const server = await Target.make(binary, { more: ['eventlog.capacity_mib=16', 'diag.level=error'] });
  const book = new Book(random);
  await server.start([], environment);
  for (const offset of JUMPS) {
    const before = book.acknowledged.length;
    const load = new Load(server.port, book, { connections: 2, paceMs: 5 });
    to(offset);
    load.start();
    await pause(500);
    await load.finish();
    if (book.acknowledged.length === before) tally.violate(number, 'clock', `nothing was decided after ${offset} s`);
    tally.add(number, await check(server, book));
    if (!(await believes(server, Number(offset)))) tally.violate(number, 'setup', `the clock did not jump by ${offset} s`);
  }
  await server.kill();
  server.remove();
  folder.remove();
  count(tally, book);
}

export async function run({ binary, seed, rounds }) {
  if (!works('prlimit', '--version')) throw new Skip('there is no prlimit');
  const random = new Random(seed);
  const tally = new Tally('limits', seed);
  const clock = works('faketime', '--version');
  if (!clock) tally.note('clock jump skipped: there is no faketime');
  for (let number = 1; number <= rounds; ++number) {
    await starve(number, binary, random, tally);
    if (clock) await jump(number, binary, random, tally);
    tally.counts.rounds += 1;
  }
  return tally;
}
