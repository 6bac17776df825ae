// A disk that fills. Shortly before its end new events are refused; where that is switched off, the store cannot grow, but the
// log has its space already. When there is room again events are taken and everything is stored, without a restart.
import { Book } from './book.mjs';
import { check, count } from './checker.mjs';
import { Load } from './client.mjs';
import { SmallDisk } from './disk.mjs';
import { Random, Tally } from './support.mjs';
import { Target, until } from './target.mjs';

const LOG_MIB = 16;
const DISK_MIB = 40;
const BYTES = 8_000;
const FULL_MS_MAX = 30_000;
const AGAIN_MS_MAX = 10_000;
const LEFT_MIB = 1; // less than a twentieth of the disk
const SETTINGS = [`eventlog.capacity_mib=${LOG_MIB}`, 'diag.level=error'];

const storing = async (server) => (await server.component('archive').catch(() => 'gone')) === 'ok';

/** Load until the store fails, and some more. */
async function untilFull(server, load) {
  load.start();
  const full = await until(async () => !(await storing(server)), FULL_MS_MAX);
  const { book } = load;
  const before = book.acknowledged.length;
  await until(() => book.acknowledged.length >= before + 100 || book.refused > 0, 3_000);
  return { full, decided: book.acknowledged.length - before };
}

async function fillAndFree(number, disk, binary, random, tally) {
  const server = await Target.make(binary, { folder: disk.data, more: [...SETTINGS, 'disk.refuse_free_mib=0'] });
  const book = new Book(random);
  const load = new Load(server.port, book, { connections: 4, bytes: BYTES, bigShare: 0.5 });
  disk.fill(DISK_MIB - LOG_MIB - 8);
  await server.start();
  const { full, decided } = await untilFull(server, load);
  if (!full) tally.violate(number, 'setup', 'the disk did not become full');
  if (full && decided === 0) tally.violate(number, 'stopped', 'nothing was decided while the disk was full');
  await load.abandon();
  disk.release();
  disk.resize(8 * DISK_MIB);
  if (!server.alive) tally.violate(number, 'died', server.printed);
  else tally.add(number, await check(server, book));
  await server.kill();
  await server.start();
  tally.add(number, await check(server, book, { full: true }));
  await server.kill();
  server.forget();
  tally.note(`${decided} decided while the disk was full`);
  count(tally, book);
}

const takes = async (server) => (await server.read('/ready').catch(() => null))?.status === 200;

/** Before the end of the disk: 503 and words, and no restart needed. */
async function refuseInTime(number, binary, random, tally) {
  const disk = new SmallDisk(DISK_MIB);
  const server = await Target.make(binary, { folder: disk.data, more: SETTINGS });
  const book = new Book(random);
  const load = new Load(server.port, book, { connections: 4 });
  await server.start();
  load.start();
  const { size, used } = disk.space();
  disk.fill(size - used - LEFT_MIB);
  const refused = await until(async () => book.refused > 0 && !(await takes(server)), AGAIN_MS_MAX);
  if (!refused) tally.violate(number, 'refusal', `with ${LEFT_MIB} MiB left: ${book.refused} refused`);
  if ((await server.component('disk')) === 'ok') tally.violate(number, 'health', '/health says ok for a full disk');
  disk.release();
  if (!(await until(() => takes(server), AGAIN_MS_MAX))) tally.violate(number, 'refusal', 'it goes on when there is room again');
  await load.finish();
  tally.add(number, await check(server, book));
  await server.kill();
  server.forget();
  disk.remove();
  count(tally, book);
}

/** No room for the log on the first start: an error with words, and with room the next start works. */
async function firstStart(number, binary, tally) {
  const disk = new SmallDisk(4);
  const server = await Target.make(binary, { folder: disk.data, more: [`eventlog.capacity_mib=${LOG_MIB}`] });
  server.launch();
  if (!(await server.endedWithWords(10_000))) tally.violate(number, 'first start', `did not end with words: ${server.printed}`);
  await server.kill();
  disk.resize(DISK_MIB);
  await server.start().catch((error) => tally.violate(number, 'first start', error.message));
  await server.kill();
  server.forget();
  disk.remove();
}

export async function run({ binary, seed, rounds }) {
  const random = new Random(seed);
  const tally = new Tally('disk_full', seed);
  for (let number = 1; number <= rounds; ++number) {
    await firstStart(number, binary, tally);
    await refuseInTime(number, binary, random, tally);
    const disk = new SmallDisk(DISK_MIB);
    await fillAndFree(number, disk, binary, random, tally);
    disk.remove();
    tally.counts.rounds += 1;
  }
  return tally;
}
