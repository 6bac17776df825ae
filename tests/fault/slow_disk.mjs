// kill -9 while each sync of the log takes long, as on a busy disk: the store may then know events that the log never had. The
// server starts all the same, decides, and has what it acknowledged.
import { Book } from './book.mjs';
import { check } from './checker.mjs';
import { Load } from './client.mjs';
import { endRound, inRounds } from './rounds.mjs';
import { Fault, needStrace } from './strace.mjs';
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
  await endRound(server, book, tally);
}

export function run(asked) {
  needStrace();
  return inRounds('slow_disk', asked, round);
}
