// A power cut in the middle of a group that reaches into a new segment. A disk may keep any of the writes since the last
// sync: here the new segment, but not the end of the old one. What was acknowledged before lies in the old one and must be
// there.
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { check, count } from './checker.mjs';
import { Book, Load } from './client.mjs';
import { Fault, needStrace } from './strace.mjs';
import { Random, Tally } from './support.mjs';
import { pause, Target, until } from './target.mjs';
import { PUBLIC_KEY } from '../e2e/server.mjs';

const SEGMENT_BYTES = 1 << 20;
const FIRST_SEGMENT = 4096; // docs/formats/eventlog.md
const HEADER_BYTES = 32;
const SYNC_US = 200_000;
const MESSAGE_BYTES = 4_000;
const FILL = 236; // nearly a segment
const CROSSING = 40;
const ACKNOWLEDGED = 2;

function read(file, offset, bytes) {
  const buffer = Buffer.alloc(bytes);
  readSync(file, buffer, 0, bytes, offset);
  return buffer;
}

function withFile(path, flags, action) {
  const file = openSync(path, flags);
  try {
    return action(file);
  } finally {
    closeSync(file);
  }
}

const secondSegmentBegun = (ring) =>
  withFile(ring, 'r', (file) => read(file, FIRST_SEGMENT + SEGMENT_BYTES, 4).toString() === 'SSEG');

/** Zeroes what the first segment holds from the record of number `seq` on. */
function forgetFrom(ring, seq) {
  withFile(ring, 'r+', (file) => {
    const segment = read(file, FIRST_SEGMENT, SEGMENT_BYTES);
    let at = HEADER_BYTES;
    while (segment.readBigUInt64LE(at + 16) < BigInt(seq)) at += (HEADER_BYTES + segment.readUInt32LE(at + 12) + 7) & ~7;
    writeSync(file, Buffer.alloc(SEGMENT_BYTES - at), 0, SEGMENT_BYTES - at, FIRST_SEGMENT + at);
  });
}

function sendBulk(server, book, events) {
  const lines = Array.from({ length: events }, () => book.make(MESSAGE_BYTES).body);
  const headers = { 'X-API-KEY': PUBLIC_KEY, 'Content-Type': 'application/x-ndjson' };
  return fetch(`${server.origin}/transactions`, { method: 'POST', headers, body: lines.join('\n') });
}

async function oneByOne(server, book, events) {
  const load = new Load(server.port, book, { connections: 1, paceMs: 0 });
  load.start(events);
  await Promise.all(load.workers);
  await load.finish();
}

/** Leaves a killed server whose last group lies in both segments, written but not synced. */
async function breakOff(server, book, ring) {
  const filled = await sendBulk(server, book, FILL);
  if (filled.status !== 202) throw new Error(`the bulk was answered ${filled.status}`);
  await pause(1_500); // now it is stored
  await oneByOne(server, book, ACKNOWLEDGED);
  let answered = false;
  const bulk = sendBulk(server, book, CROSSING).then(() => (answered = true), () => {});
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
  await server.kill();
  server.remove();
  tally.counts.rounds += 1;
  count(tally, book);
}

export async function run({ binary, seed, rounds }) {
  needStrace();
  const random = new Random(seed);
  const tally = new Tally('reorder', seed);
  for (let number = 1; number <= rounds; ++number) await round(number, binary, random, tally);
  return tally;
}
