// kill -9 while each sync of the log takes long, as on a busy disk: the store may then know events that the log never had. The
// server starts all the same, decides, and has what it acknowledged.
import { check, count } from './checker.mjs';
import { Book, Load } from './client.mjs';
import { Fault, needStrace } from './strace.mjs';
import { Random, Tally } from './support.mjs';
import { pause, Target } from './target.mjs';

const SYNC_US = 200_000;
const OPERATIONS = 50;

async function killInSync(server, book, random) {
  const slow = new Fault(`fdatasync:delay_enter=${SYNC_US}`, `${server.folder}/events.ring`);
  await server.start(slow.prefix);
  const load = new Load(server.port, book, { connections: 8, paceMs: 10 });
  load.start();
  await pause(500 + random.below(500));
  await server.kill();
  await load.abandon();
  slow.remove();
}

async function goOn(server, book) {
  await server.start();
  const found = await check(server, book);
  const load = new Load(server.port, book);
  load.start(OPERATIONS);
  const through = await Promise.race([Promise.all(load.workers), pause(5_000).then(() => null)]);
  await load.abandon();
  if (through === null) return [...found, { kind: 'stuck', text: 'no answers after the restart' }];
  return [...found, ...(await check(server, book))];
}

/** Two starts after it: the second finds what the first made of the log. */
async function round(number, binary, random, tally) {
  const server = await Target.make(binary, { more: ['eventlog.capacity_mib=16', 'diag.level=error'] });
  const book = new Book(random);
  await killInSync(server, book, random);
  for (const start of ['first', 'second']) {
    try {
      tally.add(number, await goOn(server, book));
    } catch (error) {
      tally.violate(number, `${start} start`, error.message);
    }
    await server.kill();
  }
  server.remove();
  tally.counts.rounds += 1;
  count(tally, book);
}

export async function run({ binary, seed, rounds }) {
  needStrace();
  const random = new Random(seed);
  const tally = new Tally('slow_disk', seed);
  for (let number = 1; number <= rounds; ++number) await round(number, binary, random, tally);
  return tally;
}
