// Words about the block and the allow list, and about an import into them.
import {
  IMPORT_BYTES_MAX,
  IMPORT_ROWS_MAX,
  type Imported,
  type ImportFormat,
} from '../api/blocklist';
import type { EntityList } from '../api/types';
import { bytes, exact } from './number';

export const LISTED_KINDS: (readonly [kind: string, words: string])[] = [
  ['card', 'Card'],
  ['phone', 'Phone'],
  ['customer', 'Customer'],
  ['merchant', 'Merchant'],
  ['terminal', 'Terminal'],
  ['device', 'Device'],
  ['ip', 'IP address'],
];

export const kindWord = (kind: string): string =>
  LISTED_KINDS.find(([each]) => each === kind)?.[1] ?? kind;

export const listWord: Record<EntityList, string> = { block: 'Blocked', allow: 'Allowed' };

const sources: Record<string, string> = {
  automatic: 'Shrike',
  analyst: 'a person',
  rule: 'a rule',
};

/** Who put it there. */
export const sourceWord = (source: string | null): string =>
  source === null ? '–' : (sources[source] ?? source);

/** What is said when it was added, and when it was taken off. */
export const addedWord: Record<EntityList, string> = { block: 'Blocked', allow: 'Allowed' };
export const removedWord: Record<EntityList, string> = {
  block: 'No longer blocked',
  allow: 'No longer allowed',
};

/** NDJSON begins with an object; everything else is taken for CSV. */
export const importFormat = (rows: string): ImportFormat =>
  rows.trimStart().startsWith('{') ? 'ndjson' : 'csv';

const linesOf = (rows: string): number => rows.split('\n').filter((line) => line.trim()).length;

/** Rows that an import would send: the first line of CSV names the columns. */
export const rowsIn = (rows: string): number =>
  Math.max(0, linesOf(rows) - (importFormat(rows) === 'csv' ? 1 : 0));

const rowsWords = (count: number): string => `${exact(count)} ${count === 1 ? 'row' : 'rows'}`;

/** What was recognised in a file or in pasted rows. */
export const foundWords = (rows: string): string =>
  `${importFormat(rows) === 'csv' ? 'CSV' : 'NDJSON'}, ${rowsWords(rowsIn(rows))}`;

/** Why it would be refused as a whole; empty where it may be sent. */
export function importProblem(rows: string): string {
  if (!rows.trim()) return 'Choose a file, or paste rows.';
  const size = new TextEncoder().encode(rows).length;
  if (size > IMPORT_BYTES_MAX)
    return `At most ${bytes(IMPORT_BYTES_MAX)} at a time; this is ${bytes(size)}.`;
  const count = rowsIn(rows);
  if (count === 0) return 'There is no row below the names of the columns.';
  if (count > IMPORT_ROWS_MAX)
    return `At most ${exact(IMPORT_ROWS_MAX)} rows at a time; these are ${exact(count)}.`;
  return '';
}

export function importWords({ accepted, rejected }: Imported): string {
  const taken = `${rowsWords(accepted)} taken`;
  if (rejected === 0) return `${taken}.`;
  return `${taken}, ${rowsWords(rejected)} refused. The refused ones changed nothing.`;
}

/** "/expires_at" -> "expires_at"; a row that cannot be read has no field. */
export const fieldOf = (pointer: string): string => pointer.replace(/^\//, '') || 'the row';
