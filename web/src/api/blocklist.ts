// The blocklist: listing, adding, removing.
import { list, nullable, object, text, time } from './decode/read';
import type { Http } from './http';
import type { BlockedEntity, Page } from './types';

export interface NewBlock {
  kind: string;
  value: string;
  reason: string;
  expires_at?: string;
}

const entity = object<BlockedEntity>({
  kind: text,
  value: text,
  reason: nullable(text),
  source: nullable(text),
  added_at: nullable(time),
  expires_at: nullable(time),
});
const page = object<Page<BlockedEntity>>({
  data: list(entity, 500),
  next_cursor: nullable(text),
});
/** The entry as it now stands: a card number has become its token. */
const changed = object<{ entry: BlockedEntity }>({ entry: entity });

export function readBlocklist(http: Http, cursor: string | null) {
  const query = new URLSearchParams({ limit: '100' });
  if (cursor) query.set('cursor', cursor);
  return http.send('GET', '/blocklist', page, { query });
}

export const addBlock = (http: Http, block: NewBlock) =>
  http.send('POST', '/blocklist', changed, { body: block });

export const removeBlock = (http: Http, { kind, value }: { kind: string; value: string }) =>
  http.send('DELETE', '/blocklist', changed, { body: { kind, value } });
