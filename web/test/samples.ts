// Valid messages of the live protocol, to be changed by the tests.
import type { ApiKey, AuditRow } from '../src/api/access-types';
import type { ModelVersion, RetrainReport, Training } from '../src/api/model-types';
import type { DayFigures, Monitoring } from '../src/api/monitoring-types';
import type { ThresholdChange, Thresholds } from '../src/api/threshold-types';
import type { Alert, DecisionRow, Hello, Level, Point, Stats } from '../src/api/types';

export const T0 = Date.parse('2026-05-03T11:20:00.000Z');
export const at = (ms: number): string => new Date(T0 + ms).toISOString();

export function row(id: string, part: Partial<DecisionRow> = {}): DecisionRow {
  return {
    id,
    seq: 1,
    kind: 'transaction',
    event_id: 't-1',
    event_time: at(0),
    ingested_at: at(0),
    risk_score: 95,
    risk_level: 'Critical',
    outcome: 'decline',
    fraud_probability: 0.951,
    amount: '1250.00',
    currency: 'EUR',
    card: 'tok_…1111',
    customer_id: 'c-17',
    merchant_id: null,
    terminal_id: 't-9',
    device_id: null,
    ip: null,
    country: 'DE',
    channel: 'online',
    phone_number: null,
    message_content: null,
    threat_category: null,
    primary_reason: 'Amount is unusual',
    reasons: [{ code: 'amount', text: 'Amount is unusual', contribution: 1.94 }],
    rules: [{ id: 'base_risk', result: 'hit', score: 10 }],
    action: 'none',
    review_from: null,
    label: null,
    ...part,
  };
}

export const alert = (id: string, level: Level = 'Critical'): Alert => ({
  id,
  alert_type: 'critical_fraud',
  severity: 'critical',
  state: 'open',
  time: at(0),
  decision_id: `dec_${id}`,
  kind: 'message',
  risk_score: 95,
  risk_level: level,
  threat_category: 'Financial Scam',
  primary_reason: 'Contains threatening language',
  subject: '555-0123',
  amount: null,
  currency: null,
  action: 'automatically_blacklisted',
});

export function stats(ms: number, decisions = 1000): Stats {
  return {
    time: at(ms),
    event_time: at(ms),
    totals: {
      decisions,
      transactions: decisions,
      messages: 0,
      labels: 0,
      alerts: 0,
      blocked_entities: 0,
      by_level: { Low: decisions, Medium: 0, High: 0, Critical: 0 },
      by_outcome: { approve: decisions, review: 0, decline: 0 },
      amount_held: [{ currency: 'EUR', amount: '81234.10' }],
      labelled_fraud: 410,
      labelled_fraud_caught: 377,
    },
    points: [],
    rates: { decisions: 201.5, flagged_share: 0.012 },
    latency_us: { p50: 38, p99: 190, max: 900 },
    generator: {
      running: true,
      rate: 200,
      rate_min: 1,
      rate_max: 100000,
      achieved: 199.4,
      calendar: at(0),
      days_per_second: 0.02,
      message_share: 0.05,
      seed: 1,
    },
    system: { running: true },
    stages: [
      {
        id: 'engine',
        role: 'engine',
        state: 'ok',
        rate: 201.5,
        total: decisions,
        lag: 0,
        depth: 0,
        capacity: 65536,
        batch_mean: 4.2,
        batch_max: 50,
        latency_us_p50: 12,
        latency_us_p99: 55,
      },
    ],
  };
}

export const point = (ms: number, part: Partial<Point> = {}): Point => ({
  time: at(ms),
  decisions: 200,
  flagged: 4,
  critical: 1,
  p50_us: 38,
  p99_us: 190,
  ...part,
});

export const hello = (): Hello => ({
  server: {
    name: 'Shrike',
    version: '0.1.0',
    started_at: at(-1000),
    demo: true,
    durability: 'power',
    store: 'sqlite',
  },
  session: { role: 'admin', tenant: 'default' },
  time: at(0),
  stats: stats(0),
  history: [point(-1000)],
  decisions: [row('dec_1')],
  alerts: [alert('al_1')],
  health: { status: 'ok', components: [{ name: 'engine', status: 'ok', detail: '' }] },
});

export const frame = (type: string, seq: number, data: unknown): string =>
  JSON.stringify({ type, seq, data });

export const model = (part: Partial<ModelVersion> = {}): ModelVersion => ({
  id: 'transaction-gbt',
  version: 3,
  kind: 'gradient_boosted_trees',
  about: 'transaction',
  state: 'champion',
  share_percent: 0,
  training: {
    data: 'labels of 90 days',
    examples: 747597,
    frauds: 6629,
    rounds: 558,
    monotone: false,
    validation: { auc: 0.9067, precision: 0.9183, events: 112140 },
    moved_from: { id: 'transaction-gbt', version: 2 },
  },
  ...part,
});

export const nonePrevious = { transaction: null, message: null };

export const thresholdChange = (part: Partial<ThresholdChange> = {}): ThresholdChange => ({
  about: 'transaction',
  review_from: 42.5,
  changed_at: at(0),
  by: 'goal',
  note: '200 reviews a day, reckoned over 7 days',
  ...part,
});

export const thresholds = (part: Partial<Thresholds> = {}): Thresholds => ({
  goal: { alerts_per_day: 200, false_positive_rate_max: null },
  transaction: thresholdChange(),
  message: null,
  data: [thresholdChange()],
  ...part,
});

export const retrainReport = (part: Partial<RetrainReport> = {}): RetrainReport => ({
  new_training_samples: 4,
  bad_samples: 2,
  model: { id: 'message-lr', version: 3 },
  activated: true,
  reason: null,
  before: { auc: 0.99557 },
  after: { auc: 0.99548 },
  ...part,
});

export const training = (part: Partial<Training> = {}): Training => ({
  job: 1,
  state: 'running',
  about: 'message',
  progress: 0.5,
  started_at: at(0),
  finished_at: null,
  message: null,
  result: null,
  ...part,
});

export const day = (part: Partial<DayFigures> = {}): DayFigures => ({
  day: '2026-11-10',
  decisions: 9000,
  labelled: 8700,
  frauds: 70,
  flagged: 90,
  mature: true,
  precision: 0.61,
  recall: 0.71,
  false_positive_rate: 0.004,
  auc: 0.88,
  average_precision: 0.7,
  ...part,
});

export const monitoring = (part: Partial<Monitoring> = {}): Monitoring => ({
  about: 'transaction',
  computed_at: at(0),
  maturity_days: 7,
  sample_share: 1,
  days: [day()],
  total: (({ day: _day, mature: _mature, ...all }) => all)(day()),
  reliability: [{ low: 0, high: 0.1, count: 120, mean_probability: 0.03, fraud_share: 0.02 }],
  drift: null,
  accuracy: { state: 'unknown', text: null },
  challenger: null,
  ...part,
});

export const apiKey = (part: Partial<ApiKey> = {}): ApiKey => ({
  id: 'key_1',
  prefix: 'shk_viewer_abcde',
  role: 'viewer',
  label: 'shop',
  addresses: null,
  created_at: at(0),
  expires_at: null,
  revoked_at: null,
  ...part,
});

export const auditRow = (part: Partial<AuditRow> = {}): AuditRow => ({
  seq: 7,
  time: at(0),
  actor: 'mia',
  role: 'admin',
  address: '127.0.0.1',
  action: 'key.create',
  object: 'key_1',
  outcome: 'begun',
  detail: '{"role":"viewer","label":"shop"}',
  hash: 'ab',
  ...part,
});
