// One byte of the data folder changes while the server is down: a damaged disk. The server starts or says why not, serves
// nothing that was not sent, keeps what it had stored, and tells of the damage where events may be missing because of it.
import { cpSync, existsSync } from 'node:fs';
import { Book } from './book.mjs';
import { check } from './checker.mjs';
import { Load, postBulk } from './client.mjs';
import { newestCheckpoint, TARGETS } from './damage_targets.mjs';
import { flip } from './ring.mjs';
import { inParallel, retire } from './rounds.mjs';
import { Random, Tally, tempFolder } from './support.mjs';
import { Target } from './target.mjs';

const SETTINGS = ['eventlog.capacity_mib=8', 'engine.checkpoint_events=1000', 'diag.level=warning'];
// The store waits, so that a killed server leaves events that are in the log only.
const SLOW_STORE = 'archive.wait_ms_max=300';
const SMALL = 600;
const LARGE = { events: 100, bytes: 12_000 }; // more than a segment
const OPERATIONS = 20;
const AT_A_TIME = 3;

async function send(server, book) {
  await postBulk(server.port, book, SMALL);
  await postBulk(server.port, book, LARGE.events, LARGE.bytes);
}

function copyOf(server, book, more) {
  const { path: folder } = tempFolder('history');
  cpSync(server.folder, folder, { recursive: true });
  return { folder, book: book.copy(), ...more };
}

/** Two folders: of a server that ended, and of one that was killed while its newest events were in the log only. */
async function makeHistories(binary, random, tally) {
  const server = await Target.make(binary, { more: [...SETTINGS, SLOW_STORE] });
  const book = new Book(random);
  for (let run = 0; run < 2; ++run) {
    await server.start();
    await send(server, book);
    tally.add('history', await check(server, book));
    await server.terminate();
  }
  const ended = copyOf(server, book);
  await server.start();
  await send(server, book);
  tally.add('history', await check(server, book, { again: false }));
  const stored = book.floor;
  await send(server, book);
  await server.kill();
  const killed = copyOf(server, book, { stored });
  await retire(server, book, tally);
  return { ended, killed };
}

/** What is wrong with what a server has that started on damaged data. */
async function judge(server, book, target) {
  const known = new Set(book.acknowledged.filter((operation) => operation.seen));
  const reported = target.quiet || (await server.told());
  const found = (await check(server, book, { full: true, again: false })).filter(({ kind }) => kind !== 'lost');
  if (target.ended) found.splice(0, Infinity, ...found.filter(({ kind }) => kind !== 'gap'));
  const missed = book.acknowledged.filter((operation) => operation.missed);
  for (const { id } of missed.filter((operation) => known.has(operation))) found.push({ kind: 'lost', text: `${id}, which was stored` });
  if (!reported && missed.length > 0) found.push({ kind: 'untold', text: `${missed.length} acknowledged events are missing, and nothing is told of damage` });
  return { found, given: missed.length };
}

/** The newest checkpoint is passed over, the one before is not. */
function fellBack(server, path) {
  const names = server.printed.match(/checkpoint-\d+ is not used/g) ?? [];
  const fell = names.length === 1 && path.endsWith(names[0].split(' ')[0]) && existsSync(newestCheckpoint(server.folder));
  return fell ? [] : [{ kind: 'checkpoint', text: `not the one before: ${names.join(', ')}` }];
}

async function goOn(server, book) {
  const load = new Load(server.port, book, { connections: 2, paceMs: 0 });
  load.start(OPERATIONS);
  await Promise.all(load.workers);
  await load.finish();
  await server.kill();
  await server.start();
  // Ids are remembered as far back as the log goes, which may be a short way now.
  return (await check(server, book, { again: false })).filter(({ kind }) => kind !== 'gap');
}

async function startOn(server, book, target, path) {
  try {
    await server.start();
  } catch {
    if (await server.endedWithWords()) return null;
    const end = JSON.stringify(await server.endedWithin(0));
    return { found: [{ kind: 'start', text: `ended with ${end} and printed: ${server.printed}` }], given: 0 };
  }
  const judged = await judge(server, book, target);
  if (target.name === 'checkpoint') judged.found.push(...fellBack(server, path));
  judged.found.push(...(await goOn(server, book).catch((error) => [{ kind: 'second start', text: error.message }])));
  return judged;
}

async function oneFlip(number, target, histories, binary, random, tally) {
  const history = target.ended ? histories.ended : histories.killed;
  const server = await Target.make(binary, { more: SETTINGS });
  const book = history.book.copy();
  cpSync(history.folder, server.folder, { recursive: true });
  const [path, offset] = target.pick({ ...history, folder: server.folder }, random);
  flip(path, offset, 1 << random.below(8));
  const judged = await startOn(server, book, target, path);
  tally.add(`${number}, ${target.name} at ${offset}`, judged?.found ?? []);
  await retire(server, book, tally);
  tally.counts.rounds += 1;
  return judged ?? { refused: true, given: 0 };
}

export async function run({ binary, seed, rounds }) {
  const random = new Random(seed);
  const tally = new Tally('damage', seed);
  const histories = await makeHistories(binary, random, tally);
  const seen = { refused: 0, given: 0 };
  const numbers = Array.from({ length: rounds }, (_, i) => i + 1);
  await inParallel(numbers, AT_A_TIME, async (number) => {
    const target = TARGETS[number % TARGETS.length];
    const { refused, given } = await oneFlip(number, target, histories, binary, random, tally);
    seen.refused += refused ? 1 : 0;
    seen.given += given;
  });
  tally.note(`${seen.refused} starts refused with words, ${seen.given} events given up that were in the log only`);
  return tally;
}
