// Power cuts when the ring has gone round: what the log has given up has to be in the store, on the disk, and not only written.
import { Book } from './book.mjs';
import { check, count } from './checker.mjs';
import { Load } from './client.mjs';
import { PoweredServer } from './cut.mjs';
import { inRounds } from './rounds.mjs';
import { until } from './target.mjs';

const CAPACITY_MIB = 8;
const BYTES = 12_000;
const EVENTS = 850; // more than the ring holds
const FILL_MS_MAX = 30_000;

async function round(number, binary, random, tally) {
  const machine = await PoweredServer.make(binary, [`eventlog.capacity_mib=${CAPACITY_MIB}`]);
  const book = new Book(random);
  const load = new Load(machine.server.port, book, { bytes: BYTES, bigShare: 1, paceMs: 0 });
  await machine.start();
  load.start();
  const filled = await until(() => book.acknowledged.length >= EVENTS, FILL_MS_MAX);
  await machine.cut(load);
  const got = `${book.acknowledged.length} of ${EVENTS} acknowledged and ${book.refused} refused in ${FILL_MS_MAX / 1000} s`;
  if (!filled) tally.violate(number, 'stuck', `the ring does not become free again: ${got}`);
  try {
    await machine.start();
    // Ids are remembered as far back as the log goes, so what comes again is not asked for here.
    tally.add(number, await check(machine.server, book, { again: false }));
  } catch (error) {
    tally.violate(number, 'start', error.message);
  }
  await machine.remove();
  tally.counts.rounds += 1;
  count(tally, book);
}

export const run = (asked) => inRounds('wrap', asked, round);
