// The shapes that the server sends, as docs/formats/live-protocol.md and the contract name them.

export const LEVELS = ['Low', 'Medium', 'High', 'Critical'] as const;
export type Level = (typeof LEVELS)[number];
export const OUTCOMES = ['approve', 'review', 'decline'] as const;
export type Outcome = (typeof OUTCOMES)[number];
export const KINDS = ['transaction', 'message'] as const;
export type Kind = (typeof KINDS)[number];
export const LABELS = ['fraud', 'legitimate'] as const;
export type Label = (typeof LABELS)[number];
export const STAGE_STATES = ['ok', 'idle', 'slow', 'down'] as const;
export type StageState = (typeof STAGE_STATES)[number];
export const STAGE_ROLES = ['source', 'log', 'engine', 'sink'] as const;
export type StageRole = (typeof STAGE_ROLES)[number];
export const HEALTH_STATES = ['ok', 'degraded', 'down'] as const;
export type HealthState = (typeof HEALTH_STATES)[number];
export const ROLES = ['ingest', 'viewer', 'analyst', 'admin', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

/** One second of the past. */
export interface Point {
  time: string;
  decisions: number;
  flagged: number;
  critical: number;
  p50_us: number | null;
  p99_us: number | null;
}

export interface Money {
  currency: string;
  amount: string;
}

export interface Totals {
  decisions: number;
  transactions: number;
  messages: number;
  labels: number;
  alerts: number;
  blocked_entities: number;
  by_level: Record<Level, number>;
  by_outcome: Record<Outcome, number>;
  amount_held: Money[];
  labelled_fraud: number;
  labelled_fraud_caught: number;
}

export interface Generator {
  running: boolean;
  rate: number;
  rate_min: number;
  rate_max: number;
  achieved: number;
  calendar: string | null;
  days_per_second: number | null;
  message_share: number | null;
  seed: number | null;
}

export interface Stage {
  id: string;
  role: StageRole;
  state: StageState;
  rate: number | null;
  total: number | null;
  lag: number | null;
  depth: number | null;
  capacity: number | null;
  batch_mean: number | null;
  batch_max: number | null;
  latency_us_p50: number | null;
  latency_us_p99: number | null;
}

export interface Stats {
  time: string;
  event_time: string | null;
  totals: Totals;
  /** The seconds that ended since the message before. */
  points: Point[];
  rates: { decisions: number; flagged_share: number | null };
  latency_us: { p50: number | null; p99: number | null; max: number | null };
  generator: Generator;
  system: { running: boolean };
  stages: Stage[];
}

export interface Reason {
  code: string;
  text: string;
  contribution: number | null;
}

export interface RuleResult {
  id: string;
  result: string;
  score: number | null;
}

/** What POST /analyze, the feed and the search have in common. */
export interface Explained {
  id: string;
  kind: Kind;
  risk_score: number;
  risk_level: Level;
  outcome: Outcome;
  fraud_probability: number | null;
  threat_category: string | null;
  primary_reason: string | null;
  reasons: Reason[];
  rules: RuleResult[];
  action: string;
  phone_number: string | null;
  /** The threshold of review that held, in points of risk; null: the levels decided. */
  review_from: number | null;
}

export interface DecisionRow extends Explained {
  seq: number | null;
  event_id: string | null;
  event_time: string | null;
  ingested_at: string | null;
  amount: string | null;
  currency: string | null;
  card: string | null;
  customer_id: string | null;
  merchant_id: string | null;
  terminal_id: string | null;
  device_id: string | null;
  ip: string | null;
  country: string | null;
  channel: string | null;
  message_content: string | null;
  label: Label | null;
}

export interface ModelRef {
  id: string;
  version: number | null;
}

/** GET /decisions/{id}: the row, and where known the model and the timings. */
export interface DecisionDetail extends DecisionRow {
  /** The values that the model saw; a value that it did not know is null. */
  features: Record<string, number | null> | null;
  model: ModelRef | null;
  timings_us: Record<string, number> | null;
  /** Base and contributions add up to the log-odds. */
  base_log_odds: number | null;
  log_odds: number | null;
  /** What would have changed the outcome; null where that was not asked. */
  counterfactual: Counterfactual | null;
  /** What the tenant had set for itself then, of the settings that decide. */
  settings: Record<string, string> | null;
}

export interface Change {
  input: string;
  from: string | null;
  to: string | null;
  text: string;
}

/** The nearest better outcome; without changes where none was found. */
export interface Counterfactual {
  outcome: Outcome | null;
  risk_score: number | null;
  fraud_probability: number | null;
  changes: Change[];
  text: string;
}

/** What deciding again on the same event gave. */
export interface Replay {
  identical: boolean;
  differences: string[];
  decision: DecisionRow;
}

/** The reply to POST /analyze. */
export interface Analysis extends Explained {
  base_log_odds: number | null;
  log_odds: number | null;
  /** Log-odds from which on the channel's messages are at least reviewed. */
  threshold: number | null;
  evaluation: string | null;
  model: ModelRef | null;
  timings_us: Record<string, number> | null;
}

export interface Alert {
  id: string;
  alert_type: string;
  severity: string;
  state: string;
  time: string;
  decision_id: string;
  kind: Kind;
  risk_score: number;
  risk_level: Level;
  threat_category: string | null;
  primary_reason: string | null;
  subject: string | null;
  amount: string | null;
  currency: string | null;
  action: string;
}

export interface Health {
  status: HealthState;
  components: { name: string; status: HealthState; detail: string | null }[];
}

export interface ServerInfo {
  name: string;
  version: string;
  started_at: string | null;
  demo: boolean;
  durability: string | null;
  store: string | null;
}

export interface Hello {
  server: ServerInfo;
  session: { role: Role; tenant: string };
  time: string;
  stats: Stats;
  history: Point[];
  decisions: DecisionRow[];
  alerts: Alert[];
  health: Health;
}

export interface DecisionBatch {
  rows: DecisionRow[];
  skipped: number;
}

export interface Session {
  role: Role;
  tenant: string;
  /** A user's name, a key's id, or "login" for the printed link. */
  name: string | null;
  expires_at: string | null;
  /** Whether the second factor is on; null for a key or a link. */
  totp: boolean | null;
  /** How the tenant wants the dashboard to look; null: as it is. */
  branding: Branding | null;
}

export interface Branding {
  name: string | null;
  /** #rrggbb */
  colour: string | null;
  /** Text that stands in the mark. */
  logo: string | null;
}

/** Who put an entity on its list. */
export const LIST_SOURCES = ['automatic', 'analyst', 'rule'] as const;
export type ListSource = (typeof LIST_SOURCES)[number];

/** An entity is on one of them at most. */
export const ENTITY_LISTS = ['block', 'allow'] as const;
export type EntityList = (typeof ENTITY_LISTS)[number];

export interface ListedEntity {
  list: EntityList;
  kind: string;
  value: string;
  reason: string | null;
  source: string | null;
  added_at: string | null;
  expires_at: string | null;
}

export interface Page<T> {
  data: T[];
  next_cursor: string | null;
}
