// Files of the data folder are deleted, renamed or cut short while the server runs. It says so or does without them; what it
// acknowledges afterwards is kept; the next start works or says what is wrong.
import { existsSync, readdirSync, renameSync, statSync, truncateSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Book } from './book.mjs';
import { check } from './checker.mjs';
import { Load } from './client.mjs';
import { inParallel, retire } from './rounds.mjs';
import { Random, Tally } from './support.mjs';
import { pause, Target, until } from './target.mjs';

const SETTINGS = ['eventlog.capacity_mib=16', 'engine.checkpoint_events=1000', 'diag.level=warning'];
const BEFORE = 1_500;
const NOTICED_MS_MAX = 5_000;
const AFTER_MS = 700;
const AT_A_TIME = 3;

const FILES = {
  log: (folder) => join(folder, 'events.ring'),
  store: (folder) => join(folder, 'shrike.db'),
  checkpoint: (folder) => join(folder, readdirSync(folder).filter((name) => /^checkpoint-\d+$/.test(name)).sort().at(-1)),
};
const WAYS = {
  deleted: unlinkSync,
  renamed: (path) => renameSync(path, `${path}.away`),
  'cut short': (path) => truncateSync(path, Math.floor(statSync(path).size / 2)),
};
const CASES = Object.keys(WAYS).flatMap((way) => Object.keys(FILES).map((file) => ({ file, way })));

const ok = async (server) => (await server.read('/health').catch(() => null))?.body.status === 'ok';

async function sendUntil(load, condition, ms) {
  load.start();
  const done = await until(condition, ms);
  await load.finish();
  return done;
}

/** A checkpoint is looked at by the next start only; SQLite sees that its file was cut short when it reads there. */
const mustNotice = (file, way) => file === 'log' || (file === 'store' && way !== 'cut short');

/** Load over the moment at which it happens; whether the server tells of it, and the events whose answers came later. */
async function strike(server, load, { file, way }) {
  const { book } = load;
  await sendUntil(load, () => book.acknowledged.length >= BEFORE && existsSync(FILES.checkpoint(server.folder)), 20_000);
  load.start();
  WAYS[way](FILES[file](server.folder));
  const noticed = mustNotice(file, way) ? await until(async () => !server.alive || !(await ok(server)), NOTICED_MS_MAX) : null;
  const first = book.acknowledged.length;
  await pause(AFTER_MS);
  await load.finish();
  return { noticed, after: new Set(book.acknowledged.slice(first)) };
}

async function startAgain(server, book) {
  try {
    await server.start();
    const found = await check(server, book, { full: true, again: false });
    const lost = book.acknowledged.filter((operation) => operation.missed).length;
    if (lost > 0 && !(await server.told())) found.push({ kind: 'untold', text: `${lost} events are missing after the next start` });
    return found;
  } catch (error) {
    return (await server.endedWithWords()) ? null : [{ kind: 'start', text: error.message }];
  }
}

/** Between the fault and the notice, an event may be gone with its file; not one that was acknowledged after the notice. */
function wrong(found, book, { noticed, after }) {
  const list = (found ?? []).filter(({ kind }) => !['lost', 'gap'].includes(kind));
  const lost = book.acknowledged.filter((operation) => operation.missed);
  if (noticed === false) list.push({ kind: 'unnoticed', text: `/health says ok for ${NOTICED_MS_MAX / 1000} s; ${lost.length} lost` });
  const blamed = noticed ? lost.filter((operation) => after.has(operation)) : lost;
  for (const { id } of blamed) list.push({ kind: 'lost', text: id });
  return list;
}

async function oneCase(number, one, binary, random, tally) {
  const server = await Target.make(binary, { more: SETTINGS });
  const book = new Book(new Random(random.below(2 ** 31)));
  const load = new Load(server.port, book, { connections: 4, paceMs: 0 });
  await server.start();
  const struck = await strike(server, load, one);
  if (!server.alive) tally.violate(number, 'died', `${one.file} ${one.way}: ${JSON.stringify(await server.ended)}: ${server.printed}`);
  await server.kill();
  const found = await startAgain(server, book);
  tally.add(`${number}, ${one.file} ${one.way}`, wrong(found, book, struck));
  await retire(server, book, tally);
  tally.counts.rounds += 1;
  if (found === null) tally.note(`${one.file} ${one.way}: the next start said: ${server.printed.trim().slice(-150)}`);
}

/** Short: each file in one way. */
export async function run({ binary, seed, rounds }) {
  const random = new Random(seed);
  const tally = new Tally('gone', seed);
  const offset = random.below(3);
  const diagonal = CASES.filter((_, i) => (Math.floor(i / 3) + i + offset) % 3 === 0);
  const cases = rounds < CASES.length ? diagonal : Array.from({ length: rounds }, (_, i) => CASES[i % CASES.length]);
  const numbered = cases.map((one, i) => [i + 1, one]);
  await inParallel(numbered, AT_A_TIME, ([number, one]) => oneCase(number, one, binary, random, tally));
  return tally;
}
