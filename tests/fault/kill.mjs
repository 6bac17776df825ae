// kill -9 at random instants, under load, in the same data folder; a quarter of them while the server starts.
import { existsSync } from 'node:fs';
import { Book } from './book.mjs';
import { check, count, retryUnknown } from './checker.mjs';
import { Load } from './client.mjs';
import { Random, Tally } from './support.mjs';
import { pause, Target, until } from './target.mjs';

const START_MS_MAX = 200;
const MAKING_MS_MAX = 20;

async function killInStart(server, random) {
  server.launch();
  await pause(random.logUniform(1, START_MS_MAX));
  await server.kill();
}

async function round(number, { server, load }, random, tally) {
  load.start();
  await pause(random.logUniform(1, 2_000));
  await server.kill();
  await load.abandon();
  if (number % 4 === 0) await killInStart(server, random);
  const before = performance.now();
  await server.start();
  const readyMs = performance.now() - before;
  tally.add(number, await check(server, load.book));
  await retryUnknown(server, load.book);
  return readyMs;
}

/** While the log is made, which takes longest. */
async function killInMaking(server, random) {
  server.launch();
  await until(() => existsSync(`${server.folder}/events.ring`), 5_000, 1);
  await pause(random.logUniform(1, MAKING_MS_MAX));
  await server.kill();
}

/** A folder in which the very first start was cut short must not be lost for good. */
async function firstStart(number, binary, random, tally) {
  const server = await Target.make(binary, { more: ['eventlog.capacity_mib=64'] });
  await (number % 2 === 0 ? killInStart : killInMaking)(server, random);
  try {
    await server.start();
    await server.kill();
  } catch (error) {
    tally.violate(number, 'first start', error.message);
  }
  server.remove();
}

async function begin(binary, random, name) {
  const server = await Target.make(binary, { more: ['eventlog.capacity_mib=256', 'diag.level=warning'] });
  await server.start();
  return { server, load: new Load(server.port, new Book(random, name)) };
}

async function end({ server, load }, tally) {
  await server.kill();
  server.remove();
  count(tally, load.book);
}

async function rounds(binary, count_, random, tally) {
  let machine = await begin(binary, random, 'op');
  let slowestMs = 0;
  for (let number = 1; number <= count_; ++number) {
    try {
      slowestMs = Math.max(slowestMs, await round(number, machine, random, tally));
    } catch (error) {
      // This folder is done for; the others still have to be seen.
      tally.violate(number, 'start', error.message);
      await end(machine, tally);
      machine = await begin(binary, random, `op${number}`);
    }
    tally.counts.rounds += 1;
  }
  tally.add(count_, await check(machine.server, machine.load.book, { full: true }));
  await end(machine, tally);
  tally.note(`slowest start ${slowestMs.toFixed(0)} ms`);
}

export async function run({ binary, seed, rounds: count_ }) {
  const random = new Random(seed);
  const tally = new Tally('kill', seed);
  const fresh = Math.ceil(count_ / 2);
  for (let number = 1; number <= fresh; ++number) await firstStart(number, binary, random, tally);
  tally.note(`${fresh} first starts cut short`);
  await rounds(binary, count_, random, tally);
  return tally;
}
