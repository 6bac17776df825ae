// Words for the codes that the server sends.
import type { DecisionRow, HealthState, Level, Outcome, StageState } from '../api/types';

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
