// Destroying what is known of a person, and the certificates of it.
import { count, list, nullable, number, object, table, text, time } from './decode/read';
import type { Http } from './http';
import type { Page } from './types';

export const ERASABLE_KINDS = ['customer', 'card', 'phone', 'device', 'ip'] as const;
export type ErasableKind = (typeof ERASABLE_KINDS)[number];

export interface ErasureRequest {
  entity: { kind: ErasableKind; id: string };
  /** Is kept: without personal data. */
  reason: string;
}

export interface Certificate {
  id: number;
  erased_at: string;
  kind: string;
  /** The pseudonym that stands in place of the entity now. */
  subject: string;
  reason: string;
  by: string;
  /** By table. */
  rows: Record<string, number>;
  /** Up to this event nothing in the event log that named the subject can be read. */
  log_to: number;
  audit: { seq: number; hash: string };
}

const PAGE_ROWS = 50;

const certificate = object<Certificate>({
  id: number,
  erased_at: time,
  kind: text,
  subject: text,
  reason: text,
  by: text,
  rows: table(count),
  log_to: count,
  audit: object({ seq: number, hash: text }),
});

const page = object<Page<Certificate>>({
  data: list(certificate, 500),
  next_cursor: nullable(text),
});

export function readErasures(http: Http, cursor: string | null) {
  const query = new URLSearchParams({ limit: String(PAGE_ROWS) });
  if (cursor) query.set('cursor', cursor);
  return http.send('GET', '/erasures', page, { query });
}

/** Answers when it is done. One that was cut short has to be repeated. */
export const erase = (http: Http, body: ErasureRequest) =>
  http.send('POST', '/erasures', certificate, { body });
