// Live state -> the tiles of the top strip.
import type { Health } from '../api/types';
import type { Kpi } from '../components/kpi-strip';
import { micros } from '../format/duration';
import { heldSummary } from '../format/money';
import { compact, exact, percent, rate, shareOf } from '../format/number';
import { healthWord } from '../format/words';
import type { LiveState } from '../state/live-state';

const SPARK_POINTS = 60;

export function kpis(live: LiveState, lost: boolean): Kpi[] {
  return [
    status(live, lost),
    flow(live),
    total(live),
    flagged(live),
    caught(live),
    speed(live),
    held(live),
    alerts(live),
  ];
}

const recent = (live: LiveState, pick: (point: LiveState['history'][number]) => number) =>
  live.history.slice(-SPARK_POINTS).map(pick);

function status(live: LiveState, lost: boolean): Kpi {
  const shared = { id: 'status', name: 'Status' };
  const detail = healthDetail(live.health);
  if (lost)
    return { ...shared, value: 'No contact', note: 'last known numbers', exact: '', tone: 'warn' };
  if (live.stats && !live.stats.system.running) {
    return {
      ...shared,
      value: 'Stopped',
      note: 'start it under Streaming',
      exact: detail,
      tone: 'warn',
    };
  }
  const state = live.health?.status ?? 'ok';
  const tone = state === 'ok' ? 'ok' : state === 'degraded' ? 'warn' : 'bad';
  const value = state === 'ok' ? 'Running' : healthWord[state];
  return { ...shared, value, note: worst(live.health), exact: detail, tone };
}

function worst(health: Health | null): string {
  const ill = health?.components.find((each) => each.status !== 'ok');
  if (ill) return `${ill.name}: ${ill.detail ?? healthWord[ill.status]}`;
  return health ? `${health.components.length} of ${health.components.length} parts healthy` : '';
}

const healthDetail = (health: Health | null): string =>
  (health?.components ?? [])
    .map((each) => `${each.name}: ${each.status} ${each.detail ?? ''}`)
    .join('\n');

function flow(live: LiveState): Kpi {
  const value = live.stats?.rates.decisions;
  return {
    id: 'kpi-rate',
    name: 'Decisions',
    value: rate(value),
    unit: '/s',
    note: `target ${compact(live.stats?.generator.rate)} /s`,
    exact: `${exact(value)} decisions per second`,
    spark: { values: recent(live, (point) => point.decisions), color: '--series-1' },
  };
}

function total(live: LiveState): Kpi {
  const totals = live.stats?.totals;
  return {
    id: 'kpi-decisions',
    name: 'Decisions in all',
    value: compact(totals?.decisions),
    note: `${compact(totals?.messages)} messages`,
    exact: `${exact(totals?.decisions)}, of them ${exact(totals?.messages)} messages`,
  };
}

function flagged(live: LiveState): Kpi {
  const outcomes = live.stats?.totals.by_outcome;
  const all = outcomes ? outcomes.review + outcomes.decline : null;
  return {
    id: 'kpi-flagged',
    name: 'Flagged, 60 s',
    value: percent(live.stats?.rates.flagged_share),
    note: `${compact(all)} in all`,
    exact: `In all ${exact(outcomes?.review)} in review, ${exact(outcomes?.decline)} declined`,
    spark: { values: recent(live, (point) => point.flagged), color: '--risk-high' },
  };
}

function caught(live: LiveState): Kpi {
  const totals = live.stats?.totals;
  const share = totals ? shareOf(totals.labelled_fraud_caught, totals.labelled_fraud) : null;
  return {
    id: 'kpi-caught',
    name: 'Fraud caught',
    value: percent(share, 1),
    note: share === null ? 'none labelled yet' : `of ${compact(totals?.labelled_fraud)} labelled`,
    exact: `Caught ${exact(totals?.labelled_fraud_caught)} of ${exact(totals?.labelled_fraud)}`,
  };
}

function speed(live: LiveState): Kpi {
  const latency = live.stats?.latency_us;
  return {
    id: 'kpi-p99',
    name: 'Decision time, p99',
    value: micros(latency?.p99),
    note: `p50 ${micros(latency?.p50)}`,
    exact: `99 % within ${micros(latency?.p99)}, longest ${micros(latency?.max)}`,
    spark: { values: recent(live, (point) => point.p99_us ?? 0), color: '--series-2' },
  };
}

function held(live: LiveState): Kpi {
  const sums = heldSummary(live.stats?.totals.amount_held ?? []);
  return {
    id: 'kpi-held',
    name: 'Money held back',
    value: sums.headline,
    note:
      sums.rest > 0
        ? `+ ${sums.rest} ${sums.rest === 1 ? 'currency' : 'currencies'}`
        : 'declined, in review',
    exact: sums.all,
  };
}

function alerts(live: LiveState): Kpi {
  const totals = live.stats?.totals;
  return {
    id: 'kpi-alerts',
    name: 'Alerts',
    value: compact(totals?.alerts),
    note: `${compact(totals?.blocked_entities)} blocked`,
    exact: `${exact(totals?.alerts)} alerts, ${exact(totals?.blocked_entities)} blocked entities`,
  };
}
