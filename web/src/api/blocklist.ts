// The block and the allow list: reading, adding, removing, and many entries at once.
import { count, list, nullable, object, oneOf, text, time } from './decode/read';
import type { Http } from './http';
import {
  ENTITY_LISTS,
  type EntityList,
  type ListedEntity,
  type ListSource,
  type Page,
} from './types';

export interface NewEntry {
  /** Without it: the block list. */
  list?: EntityList;
  kind: string;
  value: string;
  reason: string;
  expires_at?: string;
}

/** A row of an import that was not taken, by its line in what was sent. */
export interface RefusedRow {
  line: number;
  pointer: string;
  message: string;
}

export interface Imported {
  accepted: number;
  rejected: number;
  rejections: RefusedRow[];
}

export const IMPORT_TYPES = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;
export type ImportFormat = keyof typeof IMPORT_TYPES;
/** What the server takes at once. */
export const IMPORT_ROWS_MAX = 10_000;
export const IMPORT_BYTES_MAX = 16 * 1024 * 1024;

const entity = object<ListedEntity>({
  list: oneOf(ENTITY_LISTS),
  kind: text,
  value: text,
  reason: nullable(text),
  source: nullable(text),
  added_at: nullable(time),
  expires_at: nullable(time),
});
const page = object<Page<ListedEntity>>({
  data: list(entity, 500),
  next_cursor: nullable(text),
});
/** The entry as it now stands: a card number has become its token. */
const changed = object<{ entry: ListedEntity }>({ entry: entity });
const imported = object<Imported>({
  accepted: count,
  rejected: count,
  rejections: list(object<RefusedRow>({ line: count, pointer: text, message: text }), 1000),
});

/** What of both lists is wanted; null: all. */
export interface ListFilter {
  list: EntityList | null;
  source: ListSource | null;
}

export function readBlocklist(http: Http, filter: ListFilter, cursor: string | null) {
  const query = new URLSearchParams({ limit: '100' });
  if (filter.list) query.set('list', filter.list);
  if (filter.source) query.set('source', filter.source);
  if (cursor) query.set('cursor', cursor);
  return http.send('GET', '/blocklist', page, { query });
}

export const addEntry = (http: Http, entry: NewEntry) =>
  http.send('POST', '/blocklist', changed, { body: entry });

export const removeEntry = (http: Http, { list: from, kind, value }: ListedEntity) =>
  http.send('DELETE', '/blocklist', changed, { body: { list: from, kind, value } });

export const importEntries = (http: Http, format: ImportFormat, rows: string) =>
  http.send('POST', '/blocklist/import', imported, {
    raw: { type: IMPORT_TYPES[format], text: rows },
  });
