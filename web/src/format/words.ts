// Words for the codes that the server sends.
import type { DecisionRow, HealthState, Label, Level, Outcome, StageState } from '../api/types';

export const outcomeWord: Record<Outcome, string> = {
  approve: 'Approved',
  review: 'Review',
  decline: 'Declined',
};

export const stageWord: Record<StageState, string> = {
  ok: 'Flowing',
  idle: 'Idle',
  slow: 'Slow',
  down: 'Down',
};

export const healthWord: Record<HealthState, string> = {
  ok: 'Healthy',
  degraded: 'Degraded',
  down: 'Down',
};

const stageNames: Record<string, string> = {
  generator: 'Generator',
  rest: 'REST API',
  replay: 'File replay',
  eventlog: 'Event log',
  engine: 'Engine',
  archive: 'Archive',
  alerts: 'Alerts',
  live: 'Live view',
};

export const stageName = (id: string): string => stageNames[id] ?? id;

const actions: Record<string, string> = {
  none: 'No action',
  automatically_blacklisted: 'Blocked automatically',
  queued_for_review: 'Queued for review',
};

export const actionWord = (action: string): string =>
  actions[action] ?? action.replaceAll('_', ' ');

export const levelWords = (level: Level): string => `${level} risk`;

/** The kinds of entity by which decisions can be found and, but for two, blocked. */
export const ENTITY_KINDS = ['card', 'phone', 'customer', 'merchant', 'terminal', 'device', 'ip'];

/** "555-1234" -> "phone:555-1234"; what already names its kind stays. */
export function entityFilter(typed: string): string {
  const value = typed.trim();
  if (!value || ENTITY_KINDS.some((kind) => value.startsWith(`${kind}:`))) return value;
  return `${guessedKind(value)}:${value}`;
}

function guessedKind(value: string): string {
  const named: [RegExp, string][] = [
    [/^\+?[\d\s()-]{3,20}$/, 'phone'],
    [/^(\d{1,3}\.){3}\d{1,3}$/, 'ip'],
    [/^(cust|customer)[-_]/i, 'customer'],
    [/^(term|terminal)[-_]/i, 'terminal'],
    [/^(shop|merchant)[-_]/i, 'merchant'],
    [/^(dev|device)[-_]/i, 'device'],
  ];
  return named.find(([shape]) => shape.test(value))?.[1] ?? 'card';
}

/** What a decision is about, in one line: the card, the phone number, or the customer. */
export function subjectOf(row: DecisionRow): string {
  return (
    row.phone_number ?? row.card ?? row.customer_id ?? row.terminal_id ?? row.event_id ?? row.id
  );
}

export function placeOf(row: DecisionRow): string {
  const channel = row.channel?.replaceAll('_', ' ');
  return [row.country, channel].filter(Boolean).join(' · ') || row.kind;
}

/** What stands below the buttons that label a decision. */
export function labelWords(label: Label | null, mayLabel: boolean): string {
  if (!mayLabel) return 'Only an analyst or an admin can label decisions.';
  if (label === 'fraud') return 'Labelled as fraud. The next training learns from it.';
  if (label === 'legitimate') return 'Labelled as not fraud. The next training learns from it.';
  return 'Not labelled yet. A label teaches the next training.';
}
