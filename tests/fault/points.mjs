// kill -9 at every named fault point, for the first, second, third… time that it is reached; then the ordinary server takes
// over. The points are those of the executable given with --points; each must be reached by some run.
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Book } from './book.mjs';
import { check, count, retryUnknown, settled } from './checker.mjs';
import { Load, postBulk } from './client.mjs';
import { BULK, dieAt, loads, WAYS } from './points_ways.mjs';
import { inParallel, retire } from './rounds.mjs';
import { must, Random, Skip, Tally, tempFolder, works } from './support.mjs';
import { Target } from './target.mjs';

const SETTINGS = ['eventlog.capacity_mib=16', 'engine.checkpoint_events=1000', 'diag.level=error'];
const HISTORY = 1_500;
const IN_ORDER = 5;
const LATER_MAX = 50;
const AT_A_TIME = 4;
const FIRST_MS_MAX = 10_000; // a busy machine must not leave a point unreached
const LATER_MS_MAX = 3_000; // in the long form; in the short one a single load
const OPERATIONS = 40;

/** What the store refused for good counts as kept. A last line may be torn. */
function noteParked(server, book) {
  const path = join(server.folder, 'parked.ndjson');
  if (!existsSync(path)) return;
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const id = /"event_id":"([^"]+)"/.exec(line)?.[1];
    if (id && line.endsWith('}')) book.operations.get(id).parked = true;
  }
}

async function takeOver(server, book) {
  try {
    await server.start();
    await settled(server);
    noteParked(server, book);
    const found = await check(server, book);
    await retryUnknown(server, book);
    const few = new Load(server.port, book, { connections: 4, paceMs: 0 });
    few.start(OPERATIONS);
    await Promise.all(few.workers);
    await few.finish();
    return found;
  } catch (error) {
    return [{ kind: 'start', text: error.message }];
  } finally {
    await server.kill();
  }
}

const timesOf = (rounds, random) =>
  Array.from({ length: rounds }, (_, i) => (i < IN_ORDER ? i + 1 : IN_ORDER + 1 + random.below(LATER_MAX)));

async function beginning(way, history, binary) {
  const server = await Target.make(binary, { more: SETTINGS });
  if (way.fresh) return { server, book: new Book(new Random(history.book.random.below(2 ** 31))) };
  cpSync(history.folder, server.folder, { recursive: true });
  way.once?.(server);
  return { server, book: history.book.copy() };
}

async function once(name, n, way, { points, rounds }, { server, book }, tally) {
  const order = `${name}:${n}`;
  await way.before?.(points, server, book);
  const laterMs = rounds > IN_ORDER ? LATER_MS_MAX : 0;
  const work = () => (way.work ? way.work(server, book) : loads(server, book, n === 1 ? FIRST_MS_MAX : laterMs));
  const end = await dieAt(order, points, server, way.loaded && work);
  if (end !== null && end.signal !== 'SIGKILL') tally.violate(order, 'died', `${JSON.stringify(end)}: ${server.printed}`);
  tally.add(order, await takeOver(server, book));
  tally.counts.rounds += 1;
  return end?.signal === 'SIGKILL';
}

/** How often the point was reached. */
async function onePoint(name, times, history, asked, tally) {
  const way = WAYS.find((one) => one.points.test(name));
  let reached = 0;
  let machine = null;
  for (const n of times) {
    machine ??= await beginning(way, history, asked.binary);
    const died = await once(name, n, way, asked, machine, tally);
    if (died) reached += 1;
    // A start that does not come to a point n times does not come to it n + 1 times.
    const last = n === times.at(-1) || (!died && (!way.loaded || times.length <= IN_ORDER));
    if (way.fresh || last) {
      await retire(machine.server, machine.book, tally);
      machine = null;
    }
    if (last) break;
  }
  if (reached === 0) tally.violate(name, 'unreached', 'no run came to this point');
  return reached;
}

/** A folder with events, a store and a checkpoint, and the book of it. */
async function makeHistory(binary, random, tally) {
  const server = await Target.make(binary, { more: SETTINGS });
  const book = new Book(random);
  await server.start();
  for (let sent = 0; sent < HISTORY; sent += BULK) await postBulk(server.port, book, BULK);
  tally.add('history', await check(server, book));
  await server.terminate();
  const { path: folder } = tempFolder('history');
  cpSync(server.folder, folder, { recursive: true });
  server.remove();
  count(tally, book);
  return { folder, book };
}

export async function run(asked) {
  if (!asked.points) throw new Skip('no executable with fault points was given (--points)');
  const random = new Random(asked.seed);
  const tally = new Tally('points', asked.seed);
  const history = await makeHistory(asked.binary, random, tally);
  let names = must('env', 'SHRIKE_FAULT_POINT=?', asked.points).trim().split('\n');
  if (!works('sqlite3', '--version')) {
    tally.note('parking skipped: there is no sqlite3');
    names = names.filter((name) => !/_park$/.test(name));
  }
  const times = timesOf(asked.rounds, random);
  let reached = 0;
  await inParallel(names, AT_A_TIME, async (name) => {
    const deaths = await onePoint(name, times, history, asked, tally);
    reached += deaths;
  });
  tally.note(`${reached} deaths at ${names.length} points`);
  return tally;
}
