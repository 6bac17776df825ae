// Where a byte of the data folder may change: in each file that the server relies on.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FILE_HEADER_BYTES, HEADER_BYTES, segmentsOf } from './ring.mjs';

const ringOf = (folder) => join(folder, 'events.ring');
const within = (random, { at, bytes }) => at + random.below(bytes);
const anywhereIn = (path, random) => [path, random.below(statSync(path).size)];

export function newestCheckpoint(folder) {
  const names = readdirSync(folder).filter((name) => /^checkpoint-\d+$/.test(name));
  return join(folder, names.sort().at(-1));
}

/** Somewhere in the store's note of how far it has come. */
function cursorIn(path, random) {
  const bytes = readFileSync(path);
  const places = [];
  for (let at = bytes.indexOf('archive'); at >= 0; at = bytes.indexOf('archive', at + 1)) places.push(at);
  return random.pick(places) + 'archive'.length + random.below(2);
}

/**
 * Each picks a file and a place in it. `quiet`: nothing can be missing because of it, or SQLite's format does not tell of it.
 * `ended`: the byte is looked for in the folder of a server that ended, where the store is one file.
 */
export const TARGETS = [
  {
    name: 'record',
    pick: ({ folder }, random) => [ringOf(folder), within(random, random.pick(random.pick(segmentsOf(ringOf(folder))).records))],
  },
  {
    name: 'record that is not stored',
    pick({ folder, stored }, random) {
      const records = segmentsOf(ringOf(folder)).flatMap((segment) => segment.records);
      return [ringOf(folder), within(random, random.pick(records.filter(({ seq }) => seq > stored)))];
    },
  },
  {
    name: 'segment header',
    pick: ({ folder }, random) => [ringOf(folder), random.pick(segmentsOf(ringOf(folder))).at + random.below(HEADER_BYTES)],
  },
  { name: 'file header', pick: ({ folder }, random) => [ringOf(folder), random.below(FILE_HEADER_BYTES - 4)] },
  {
    name: 'checkpoint',
    pick: ({ folder }, random) => anywhereIn(newestCheckpoint(folder), random),
  },
  { name: 'keys of people', pick: ({ folder }, random) => anywhereIn(join(folder, 'subjects.key'), random) },
  { name: 'store log', quiet: true, pick: ({ folder }, random) => anywhereIn(join(folder, 'shrike.db-wal'), random) },
  {
    name: 'store cursor',
    quiet: true,
    ended: true,
    pick: ({ folder }, random) => [join(folder, 'shrike.db'), cursorIn(join(folder, 'shrike.db'), random)],
  },
];
