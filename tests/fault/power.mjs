// Power cuts under load: what was acknowledged is on the disk. Without syncs something must be lost, or this proves nothing.
import { Book } from './book.mjs';
import { check, count } from './checker.mjs';
import { Load } from './client.mjs';
import { PoweredServer } from './cut.mjs';
import { Random, Tally } from './support.mjs';
import { pause } from './target.mjs';

const ROUNDS_OF_AN_IMAGE = 10;
const CONTROL_ROUNDS_MAX = 6;
const LOAD = { bytes: 4_000, bigShare: 0.02 };

async function cutAndStart(machine, load, random) {
  load.start();
  await pause(random.logUniform(50, 1_000));
  await machine.cut(load);
  await machine.start();
}

async function oneImage(binary, first, last, random, tally) {
  const machine = await PoweredServer.make(binary, ['eventlog.capacity_mib=32']);
  const book = new Book(random);
  const load = new Load(machine.server.port, book, LOAD);
  await machine.start();
  for (let number = first; number <= last; ++number) {
    tally.counts.rounds += 1;
    try {
      await cutAndStart(machine, load, random);
    } catch (error) {
      // This disk is done for; the next has its turn.
      tally.violate(number, 'start', error.message);
      break;
    }
    tally.add(number, await check(machine.server, book, { full: true }));
  }
  await machine.remove();
  count(tally, book);
}

/** Rounds until the first loss. */
async function control(binary, random, tally) {
  const machine = await PoweredServer.make(binary, ['eventlog.capacity_mib=32', 'durability=process']);
  const book = new Book(random);
  const load = new Load(machine.server.port, book, LOAD);
  await machine.start();
  let lost = 0;
  let number = 0;
  while (lost === 0 && number++ < CONTROL_ROUNDS_MAX) {
    await cutAndStart(machine, load, random);
    lost = (await check(machine.server, book, { again: false })).filter((one) => one.kind === 'lost').length;
  }
  await machine.remove();
  if (lost === 0) tally.violate(number, 'control', `durability=process lost nothing in ${CONTROL_ROUNDS_MAX} rounds`);
  tally.note(`control without syncs: ${lost} of ${book.acknowledged.length} lost in round ${number}`);
}

export async function run({ binary, seed, rounds }) {
  const random = new Random(seed);
  const tally = new Tally('power', seed);
  for (let first = 1; first <= rounds; first += ROUNDS_OF_AN_IMAGE) {
    await oneImage(binary, first, Math.min(rounds, first + ROUNDS_OF_AN_IMAGE - 1), random, tally);
  }
  await control(binary, random, tally);
  return tally;
}
