// The N-th sync or write fails, for N = 1, 2, 3, …: nothing is acknowledged that is not kept, and a log that failed says so.
import { Agent } from 'node:http';
import { Book } from './book.mjs';
import { check, count } from './checker.mjs';
import { Load, post } from './client.mjs';
import { Fault, needStrace } from './strace.mjs';
import { Random, Tally } from './support.mjs';
import { Target, until } from './target.mjs';

const OPERATIONS = 60;
const NTH_MAX = 300;
const RUN_MS_MAX = 20_000;
const SETTINGS = ['eventlog.capacity_mib=16', 'diag.level=warning'];

/** `log`: only calls on the event log, which then must be read-only. */
const CASES = [
  { name: 'sync of the log', log: true, fault: (n) => `fdatasync:error=EIO:when=${n}` },
  { name: 'write of the log', log: true, fault: (n) => `pwrite64:error=ENOSPC:when=${n}+` },
  { name: 'any sync', log: false, fault: (n) => `fdatasync:error=EIO:when=${n}+` },
  { name: 'any write', log: false, fault: (n) => `pwrite64:error=ENOSPC:when=${n}+` },
];
const FIRST_START_CALLS = ['write', 'pwrite64', 'fdatasync', 'fsync', 'fallocate'];

const failed = async (server) => !server.alive || (await server.component('eventlog').catch(() => 'gone')) !== 'ok';

/** Some load, until it is through or the log has failed. */
async function exercise(server, book) {
  const load = new Load(server.port, book, { connections: 4, paceMs: 1 });
  load.start(OPERATIONS);
  await Promise.race([Promise.all(load.workers), until(() => failed(server), RUN_MS_MAX, 20)]);
  await load.abandon();
}

/** What a server says whose log has failed. */
async function readOnly(server, book) {
  const found = [];
  const state = await server.component('eventlog');
  if (state !== 'down') found.push({ kind: 'health', text: `/health says ${state} for the event log after a failure` });
  const agent = new Agent();
  const { status } = await post(server.port, agent, book.make().body).catch(() => ({ status: 0 }));
  if (status !== 503) found.push({ kind: 'health', text: `/analyze answered ${status} after the log has failed` });
  return found;
}

async function underFault(server, book, fault, log) {
  try {
    await server.start(fault.prefix);
  } catch {
    if (await server.endedWithWords()) return [];
    const end = JSON.stringify(await server.endedWithin(0));
    return [{ kind: 'start', text: `ended with ${end} and printed: ${server.printed}` }];
  }
  await exercise(server, book);
  if (!server.alive) return [{ kind: 'died', text: JSON.stringify(await server.ended) }];
  return log && fault.struck ? readOnly(server, book) : [];
}

async function startAndCheck(server, book) {
  try {
    await server.start();
    return await check(server, book);
  } catch (error) {
    return [{ kind: 'start after', text: error.message }];
  } finally {
    await server.kill();
  }
}

/** Whether to go on: the fault struck, and the server came back. */
async function nth(server, book, one, n, tally) {
  const fault = new Fault(one.fault(n), one.log ? `${server.folder}/events.ring` : null);
  const found = await underFault(server, book, fault, one.log);
  await server.kill();
  const { struck } = fault;
  fault.remove();
  found.push(...(await startAndCheck(server, book)));
  tally.add(`${one.name} ${n}`, found);
  tally.counts.rounds += 1;
  return struck && !found.some((violation) => violation.kind === 'start after');
}

async function allOf(one, binary, random, rounds, tally) {
  const server = await Target.make(binary, { more: SETTINGS });
  const book = new Book(random);
  await server.start();
  await server.kill();
  let n = 1;
  while (n <= Math.min(rounds, NTH_MAX) && (await nth(server, book, one, n, tally))) n += 1;
  server.remove();
  tally.note(`${one.name}: ${n - 1} struck`);
  count(tally, book);
}

/** A first start that fails half-way must leave a folder in which the next one works. */
async function firstStart(call, n, binary, tally) {
  const server = await Target.make(binary, { more: SETTINGS });
  const fault = new Fault(`${call}:error=ENOSPC:when=${n}`);
  await server.start(fault.prefix).catch(() => {});
  await server.kill();
  const { struck } = fault;
  try {
    await server.start();
  } catch (error) {
    tally.violate(`${call} ${n}`, 'first start', error.message);
  }
  await server.kill();
  server.remove();
  fault.remove();
  return struck;
}

async function firstStarts(binary, rounds, tally) {
  let starts = 0;
  for (const call of FIRST_START_CALLS) {
    // Zeroing the ring is hundreds of equal writes.
    for (let n = 1; n <= Math.min(rounds, 40) && (await firstStart(call, n, binary, tally)); ++n) starts += 1;
  }
  tally.note(`first starts with a fault: ${starts}`);
}

export async function run({ binary, seed, rounds }) {
  needStrace();
  const random = new Random(seed);
  const tally = new Tally('io_errors', seed);
  for (const one of CASES) await allOf(one, binary, random, rounds, tally);
  await firstStarts(binary, rounds, tally);
  return tally;
}
