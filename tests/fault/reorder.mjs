// A power cut in the middle of a group that reaches into a new segment. A disk may keep any of the writes since the last
// sync: here the new segment, but not the end of the old one. What was acknowledged before lies in the old one and must be
// there.
import { Book } from './book.mjs';
import { check } from './checker.mjs';
import { Load, postBulk } from './client.mjs';
import { FIRST_SEGMENT, forgetFrom, read, SEGMENT_BYTES, withFile } from './ring.mjs';
import { endRound, inRounds } from './rounds.mjs';
import { Fault, needStrace } from './strace.mjs';
import { pause, Target, until } from './target.mjs';

const SYNC_US = 200_000;
const MESSAGE_BYTES = 4_000;
const FILL = 236; // nearly a segment
const CROSSING = 40;
const ACKNOWLEDGED = 2;

const secondSegmentBegun = (ring) =>
  withFile(ring, 'r', (file) => read(file, FIRST_SEGMENT + SEGMENT_BYTES, 4).toString() === 'SSEG');

async function oneByOne(server, book, events) {
  const load = new Load(server.port, book, { connections: 1, paceMs: 0 });
  load.start(events);
  await Promise.all(load.workers);
  await load.finish();
}

/** Leaves a killed server whose last group lies in both segments, written but not synced. */
async function breakOff(server, book, ring) {
  const status = await postBulk(server.port, book, FILL, MESSAGE_BYTES);
  if (status !== 202) throw new Error(`the bulk was answered ${status}`);
  await pause(1_500); // now it is stored
  await oneByOne(server, book, ACKNOWLEDGED);
  let answered = false;
  const bulk = postBulk(server.port, book, CROSSING, MESSAGE_BYTES).then((got) => (answered = got !== 0));
  const begun = await until(() => secondSegmentBegun(ring), 5_000, 2);
  await server.kill();
  await bulk;
  if (!begun || answered) throw new Error(`the group could not be broken off: begun ${begun}, answered ${answered}`);
}

async function round(number, binary, random, tally) {
  const server = await Target.make(binary, { more: ['eventlog.capacity_mib=8', 'archive.wait_ms_max=1000'] });
  const book = new Book(random);
  const ring = `${server.folder}/events.ring`;
  const slow = new Fault(`fdatasync:delay_enter=${SYNC_US}`, ring);
  await server.start(slow.prefix);
  await breakOff(server, book, ring);
  slow.remove();
  forgetFrom(ring, FILL + ACKNOWLEDGED + 1);
  await server.start();
  tally.add(number, await check(server, book));
  await endRound(server, book, tally);
}

export function run(asked) {
  needStrace();
  return inRounds('reorder', asked, round);
}
