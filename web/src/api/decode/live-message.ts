// Text frame -> typed live message. A frame that is wrong throws DecodeError.
import { ALERTS_MAX, FEED_ROWS_MAX, MESSAGE_CHARS_MAX } from '../limits';
import {
  type Alert,
  type DecisionBatch,
  type Health,
  type Hello,
  KINDS,
  LEVELS,
  ROLES,
  type ServerInfo,
  type Stats,
} from '../types';
import type { Training } from '../model-types';
import { decisionRow } from './decision';
import { training } from './models';
import {
  count,
  decimal,
  DecodeError,
  type Decoder,
  fields,
  flag,
  list,
  nullable,
  object,
  oneOf,
  text,
  time,
} from './read';
import { health, history, stats } from './stats';

export interface LivePayloads {
  hello: Hello;
  stats: Stats;
  decisions: DecisionBatch;
  alert: Alert;
  health: Health;
  training: Training;
}

export type LiveType = keyof LivePayloads;
export type LiveMessage = {
  [T in LiveType]: { type: T; seq: number; data: LivePayloads[T] };
}[LiveType];
/** A type that this version does not know: counted in `seq`, otherwise ignored. */
export interface UnknownMessage {
  type: 'unknown';
  seq: number;
}

export const alert = object<Alert>({
  id: text,
  alert_type: text,
  severity: text,
  state: text,
  time,
  decision_id: text,
  kind: oneOf(KINDS),
  risk_score: count,
  risk_level: oneOf(LEVELS),
  threat_category: nullable(text),
  primary_reason: nullable(text),
  subject: nullable(text),
  amount: nullable(decimal),
  currency: nullable(text),
  action: text,
});

const hello = object<Hello>({
  server: object<ServerInfo>({
    name: text,
    version: text,
    started_at: nullable(time),
    demo: flag,
    durability: nullable(text),
    store: nullable(text),
  }),
  session: object<Hello['session']>({ role: oneOf(ROLES), tenant: text }),
  time,
  stats,
  history,
  decisions: list(decisionRow, FEED_ROWS_MAX),
  alerts: list(alert, ALERTS_MAX),
  health,
});

const payloads: { [T in LiveType]: Decoder<LivePayloads[T]> } = {
  hello,
  stats,
  decisions: object<DecisionBatch>({ rows: list(decisionRow, FEED_ROWS_MAX), skipped: count }),
  alert,
  health,
  training,
};

export function decodeLiveMessage(frame: unknown): LiveMessage | UnknownMessage {
  if (typeof frame !== 'string') throw new DecodeError('', 'text');
  if (frame.length > MESSAGE_CHARS_MAX) throw new DecodeError('', 'shorter');
  const envelope = fields(parse(frame), '');
  const type = text(envelope.type, '/type');
  const seq = count(envelope.seq, '/seq');
  if (!Object.hasOwn(payloads, type)) return { type: 'unknown', seq };
  const data = payloads[type as LiveType](envelope.data, '/data');
  return { type, seq, data } as LiveMessage;
}

function parse(frame: string): unknown {
  try {
    return JSON.parse(frame);
  } catch {
    throw new DecodeError('', 'JSON');
  }
}
