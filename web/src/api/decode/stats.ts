// Decoders of the numbers: stats, stages, history points and health.
import { HISTORY_POINTS_MAX, STAGES_MAX } from '../limits';
import {
  type Generator,
  HEALTH_STATES,
  type Health,
  type Level,
  type Money,
  type Outcome,
  type Point,
  STAGE_ROLES,
  STAGE_STATES,
  type Stage,
  type Stats,
  type Totals,
} from '../types';
import { count, decimal, flag, list, nullable, number, object, oneOf, text, time } from './read';

const CURRENCIES_MAX = 40;
const COMPONENTS_MAX = 40;

export const point = object<Point>({
  time,
  decisions: count,
  flagged: count,
  critical: count,
  p50_us: nullable(count),
  p99_us: nullable(count),
});

export const history = list(point, HISTORY_POINTS_MAX);

const totals = object<Totals>({
  decisions: count,
  transactions: count,
  messages: count,
  labels: count,
  alerts: count,
  blocked_entities: count,
  by_level: object<Record<Level, number>>({
    Low: count,
    Medium: count,
    High: count,
    Critical: count,
  }),
  by_outcome: object<Record<Outcome, number>>({ approve: count, review: count, decline: count }),
  amount_held: list(object<Money>({ currency: text, amount: decimal }), CURRENCIES_MAX),
  labelled_fraud: count,
  labelled_fraud_caught: count,
});

const generator = object<Generator>({
  running: flag,
  rate: count,
  rate_min: count,
  rate_max: count,
  achieved: count,
  calendar: nullable(time),
  days_per_second: nullable(number),
  message_share: nullable(number),
  seed: nullable(number),
});

const stage = object<Stage>({
  id: text,
  role: oneOf(STAGE_ROLES),
  state: oneOf(STAGE_STATES),
  rate: nullable(count),
  total: nullable(count),
  lag: nullable(count),
  depth: nullable(count),
  capacity: nullable(count),
  batch_mean: nullable(count),
  batch_max: nullable(count),
  latency_us_p50: nullable(count),
  latency_us_p99: nullable(count),
});

export const stats = object<Stats>({
  time,
  event_time: nullable(time),
  totals,
  points: history,
  rates: object<Stats['rates']>({ decisions: count, flagged_share: nullable(count) }),
  latency_us: object<Stats['latency_us']>({
    p50: nullable(count),
    p99: nullable(count),
    max: nullable(count),
  }),
  generator,
  system: object<Stats['system']>({ running: flag }),
  stages: list(stage, STAGES_MAX),
});

export const health = object<Health>({
  status: oneOf(HEALTH_STATES),
  components: list(
    object<Health['components'][number]>({
      name: text,
      status: oneOf(HEALTH_STATES),
      detail: nullable(text),
    }),
    COMPONENTS_MAX,
  ),
});
