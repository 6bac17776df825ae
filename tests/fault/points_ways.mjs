// How each fault point is reached.
import { join } from 'node:path';
import { Load, postBulk } from './client.mjs';
import { forgetFrom, tear } from './ring.mjs';
import { must } from './support.mjs';
import { ADMIN_KEY } from '../e2e/server.mjs';
import { pause } from './target.mjs';

export const BULK = 500;
const CROSSING = { events: 100, bytes: 12_000 }; // more than a segment
const LOAD_MS = 900;
const ERASURES_MS = 5_000;
const REST_MS = 300; // for what waits until the store has caught up
// A row that is there already is what a store refuses for good.
const REFUSED = `CREATE TABLE refused (id INTEGER PRIMARY KEY); INSERT INTO refused VALUES (1);
  CREATE TRIGGER refusing BEFORE INSERT ON decisions WHEN NEW.event_id LIKE '%77'
  BEGIN INSERT INTO refused VALUES (1); END`;

const ringOf = (server) => join(server.folder, 'events.ring');

async function load(server, book) {
  const few = new Load(server.port, book, { connections: 2, paceMs: 1 });
  few.start();
  for (const end = Date.now() + LOAD_MS; server.alive && Date.now() < end; ) {
    await postBulk(server.port, book, BULK);
    await postBulk(server.port, book, CROSSING.events, CROSSING.bytes);
    await pause(10);
  }
  await few.abandon();
  await server.endedWithin(REST_MS);
}

/** Again and again until `ms` are over. */
export async function loads(server, book, ms) {
  const end = Date.now() + ms;
  do await load(server, book);
  while (server.alive && Date.now() < end);
}

/** Runs the executable with points until it dies at one; what it does from ready on is `work`. How it ended, or null. */
export async function dieAt(order, points, server, work) {
  const { binary } = server;
  server.binary = points;
  server.launch([], { SHRIKE_FAULT_POINT: order });
  server.binary = binary;
  await server.ready().then(work || null, () => {});
  const end = await server.endedWithin(0);
  await server.kill();
  return end;
}

/** A log whose last group lies in three new segments, of which the disk kept all but its beginning. */
async function breakOff(points, server, book) {
  let head = 0;
  const work = async () => {
    const { body } = await server.read('/stream');
    head = body.stages.find((stage) => stage.id === 'eventlog').total;
    await postBulk(server.port, book, 3 * CROSSING.events, CROSSING.bytes);
  };
  await dieAt('eventlog.commit.before_sync:1', points, server, work);
  forgetFrom(ringOf(server), head + 1);
}

/** Somebody of whom nothing is known is erased, again and again. */
async function erasures(server, book) {
  const headers = { 'X-API-KEY': ADMIN_KEY, 'Content-Type': 'application/json' };
  const body = JSON.stringify({ entity: { kind: 'device', id: 'nobody' }, reason: 'asked for' });
  for (const end = Date.now() + ERASURES_MS; server.alive && Date.now() < end; ) {
    const signal = AbortSignal.timeout(ERASURES_MS);
    book.repeats += 1; // it takes a number, and makes no row
    await fetch(`${server.origin}/erasures`, { method: 'POST', headers, body, signal }).catch(() => {});
  }
}

/** How a point is reached; the first that fits. `fresh`: in an empty folder; `loaded`: under load, else while it starts; `work`: in
 *  place of that load. */
export const WAYS = [
  { points: /^(eventlog\.create|migrate|whole_file)\./, fresh: true },
  { points: /^eventlog\.recovery\.before_clear$/, before: async (_, server) => tear(ringOf(server)) },
  { points: /^eventlog\.recovery\./, before: breakOff },
  { points: /\.(before|after)_park$/, once: ({ folder }) => must('sqlite3', `${folder}/shrike.db`, REFUSED), loaded: true },
  { points: /^subject_keys\./, loaded: true, work: erasures },
  { points: /./, loaded: true },
];
