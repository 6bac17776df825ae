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

const page = object<Page<BlockedEntity>>({
  data: list(
    object<BlockedEntity>({
      kind: text,
      value: text,
      reason: nullable(text),
      source: nullable(text),
      added_at: nullable(time),
      expires_at: nullable(time),
    }),
    500,
  ),
  next_cursor: nullable(text),
});

export function readBlocklist(http: Http, cursor: string | null) {
  const query = new URLSearchParams({ limit: '100' });
  if (cursor) query.set('cursor', cursor);
  return http.send('GET', '/blocklist', page, { query });
}

export const addBlock = (http: Http, block: NewBlock) =>
  http.send('POST', '/blocklist', () => null, { body: block });

export const removeBlock = (http: Http, entity: { kind: string; value: string }) =>
  http.send('DELETE', '/blocklist', () => null, {
    body: { kind: entity.kind, value: entity.value },
  });
