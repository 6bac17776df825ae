// The process stands still for some seconds, and is told to end under load.
import { PUBLIC_KEY } from '../e2e/server.mjs';
import { Book } from './book.mjs';
import { check, count } from './checker.mjs';
import { Load } from './client.mjs';
import { Random, Tally } from './support.mjs';
import { pause, Target } from './target.mjs';

const STILL_MS = 5_000;
const DRAIN_MS_MAX = 10_000;
const AT_ONCE_MS_MAX = 2_000;

async function standStill(number, server, load, tally) {
  load.start();
  await pause(400);
  server.signal('SIGSTOP');
  await pause(STILL_MS);
  server.signal('SIGCONT');
  await pause(400);
  await load.finish();
  tally.add(number, await check(server, load.book));
}

async function endUnderLoad(number, server, load, random, tally) {
  load.start();
  await pause(random.logUniform(50, 1_000));
  const end = await server.terminate(DRAIN_MS_MAX);
  if (end?.code !== 0) tally.violate(number, 'SIGTERM', `ended with ${JSON.stringify(end)} within ${DRAIN_MS_MAX / 1000} s`);
  await load.abandon();
  await server.start();
  tally.add(number, await check(server, load.book));
}

/** The first signal waits for a request in flight, here one that never comes to its end; the second does not. */
async function endTwice(number, server, tally) {
  const headers = { 'X-API-KEY': PUBLIC_KEY, 'Content-Type': 'application/json' };
  const hanging = fetch(`${server.origin}/analyze`, { method: 'POST', headers, body: endless(), duplex: 'half' }).catch(() => {});
  await pause(300);
  server.signal('SIGTERM');
  await pause(300);
  if (!server.alive) tally.note('the first SIGTERM did not wait');
  server.signal('SIGTERM');
  const end = await server.endedWithin(AT_ONCE_MS_MAX);
  if (end?.code !== 0) tally.violate(number, 'second SIGTERM', `ended with ${JSON.stringify(end)}`);
  await server.kill();
  await hanging;
}

function endless() {
  return new ReadableStream({
    async pull(controller) {
      await pause(100);
      controller.enqueue(new TextEncoder().encode(' '.repeat(1_000)));
    },
  });
}

export async function run({ binary, seed, rounds }) {
  const random = new Random(seed);
  const tally = new Tally('pause', seed);
  const server = await Target.make(binary, { more: ['eventlog.capacity_mib=64', 'diag.level=warning'] });
  const book = new Book(random);
  const load = new Load(server.port, book);
  await server.start();
  for (let number = 1; number <= rounds; ++number) {
    await standStill(number, server, load, tally);
    await endUnderLoad(number, server, load, random, tally);
    tally.counts.rounds += 1;
  }
  await endTwice(rounds, server, tally);
  await server.start();
  tally.add(rounds, await check(server, book, { full: true }));
  await server.kill();
  server.remove();
  count(tally, book);
  return tally;
}
