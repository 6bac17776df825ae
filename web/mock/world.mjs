// The pretended server: counters, generator, stages and the live channel's messages. Development only.
import { makeAlert, makeDecision } from './invent.mjs';
import { train } from './models.mjs';

const KEPT_MAX = 4000;
const now = () => new Date().toISOString().replace('Z', '000Z');

export function createWorld() {
  const world = {
    system: true,
    generator: { running: true, rate: 200 },
    totals: startTotals(),
    held: 81234.1,
    decisions: [],
    alerts: [],
    history: [],
    achieved: 199.4,
    blocklist: startBlocklist(),
  };
  const start = Date.now();
  for (let back = 600; back > 0; back--) {
    const rate = 180 + 40 * Math.sin(back / 40) + Math.random() * 15;
    world.history.push(point(start - back * 1000, rate));
  }
  for (let back = 300; back > 0; back--) {
    keep(world, makeDecision(start - back * 900, back % 40 === 0 ? 95 : undefined));
  }
  return world;
}

const startTotals = () => ({
  decisions: 120034,
  transactions: 118201,
  messages: 1833,
  labels: 910,
  alerts: 77,
  blocked_entities: 41,
  by_level: { Low: 117000, Medium: 1500, High: 900, Critical: 634 },
  by_outcome: { approve: 118500, review: 900, decline: 634 },
  labelled_fraud: 410,
  labelled_fraud_caught: 377,
});

const startBlocklist = () =>
  Array.from({ length: 14 }, (_unused, index) => ({
    list: index % 5 === 3 ? 'allow' : 'block',
    kind: index % 3 ? 'phone' : 'card',
    value: index % 3 ? `555-01${10 + index}` : `tok_…${2000 + index}`,
    reason: index % 2 ? 'Contains threatening language' : 'Critical decision',
    source: ['automatic', 'analyst', 'rule'][index % 3],
    added_at: new Date(Date.now() - index * 7_200_000).toISOString(),
    expires_at: index % 4 ? null : new Date(Date.now() + 86_400_000 * 30).toISOString(),
  }));

function point(at, rate) {
  const flagged = Math.round(rate * 0.012 * (0.5 + Math.random()));
  return {
    time: new Date(at).toISOString(),
    decisions: Math.round(rate),
    flagged,
    critical: Math.min(flagged, Math.random() < 0.4 ? 1 : 0),
    p50_us: 36 + Math.round(Math.random() * 6),
    p99_us: 150 + Math.round(Math.random() * 80 + (Math.random() < 0.02 ? 200 : 0)),
  };
}

function keep(world, decision) {
  world.decisions.unshift(decision);
  world.decisions.length = Math.min(world.decisions.length, KEPT_MAX);
  if (decision.risk_level !== 'Critical') return null;
  const alert = makeAlert(decision);
  world.alerts.unshift(alert);
  world.alerts.length = Math.min(world.alerts.length, 100);
  return alert;
}

/** Half a second passes. Returns the messages of this tick as [type, data]. */
export function tick(world) {
  const flowing = world.system && world.generator.running;
  world.achieved = flowing ? world.generator.rate * (0.985 + Math.random() * 0.02) : 0;
  const made = Math.round(world.achieved / 2);
  const shown = Math.min(40, made);
  const rows = [];
  const sent = [];
  for (let index = 0; index < shown; index++) {
    const decision = makeDecision(Date.now() - index * 10);
    rows.push(decision);
  }
  for (const row of [...rows].reverse()) {
    const alert = keep(world, row);
    if (alert) sent.push(['alert', alert]);
  }
  count(world, rows, made);
  world.ticks = (world.ticks ?? 0) + 1;
  const ended = world.ticks % 2 === 0 ? [point(Date.now(), world.achieved)] : [];
  world.history = [...world.history, ...ended].slice(-600);
  if (rows.length) sent.push(['decisions', { rows, skipped: made - shown }]);
  sent.push(['stats', { ...stats(world), points: ended }]);
  const training = train(world);
  if (training) sent.push(['training', training]);
  return sent;
}

function count(world, rows, made) {
  const { totals } = world;
  totals.decisions += made;
  totals.transactions += Math.round(made * 0.95);
  totals.messages += made - Math.round(made * 0.95);
  for (const row of rows) {
    totals.by_level[row.risk_level] += 1;
    totals.by_outcome[row.outcome] += 1;
    if (row.outcome !== 'approve' && row.amount) world.held += Number(row.amount);
    if (row.risk_level === 'Critical') totals.alerts += 1;
  }
  totals.by_level.Low += made - rows.length;
  totals.by_outcome.approve += made - rows.length;
}

export function stats(world) {
  const rate = world.achieved;
  const busy = rate > 0;
  return {
    time: now(),
    event_time: '2026-05-03T11:20:00.000000Z',
    totals: {
      ...structuredClone(world.totals),
      amount_held: [
        { currency: 'EUR', amount: world.held.toFixed(2) },
        { currency: 'SEK', amount: '18210.00' },
      ],
    },
    points: [],
    rates: { decisions: rate * 1.01, flagged_share: busy ? 0.0121 + Math.random() * 0.002 : null },
    latency_us: busy
      ? { p50: 38, p99: 170 + Math.round(Math.random() * 40), max: 900 }
      : { p50: null, p99: null, max: null },
    generator: {
      ...world.generator,
      rate_min: 1,
      rate_max: 100000,
      achieved: rate,
      calendar: '2026-05-03T11:20:00.000000Z',
      days_per_second: 0.02,
      message_share: 0.05,
      seed: 1,
    },
    system: { running: world.system },
    stages: stages(world, rate),
  };
}

function stages(world, rate) {
  const stateOf = (flow, slow = false) =>
    !world.system ? 'down' : slow ? 'slow' : flow > 0 ? 'ok' : 'idle';
  const none = {
    lag: null,
    depth: null,
    capacity: null,
    batch_mean: null,
    batch_max: null,
    latency_us_p50: null,
    latency_us_p99: null,
  };
  const total = world.totals.decisions;
  const batch = Math.max(1, rate / 50);
  const consumer = (id, role, lag, p99, slow) => ({
    id,
    role,
    state: stateOf(rate, slow),
    rate,
    total,
    lag,
    depth: lag,
    capacity: 65536,
    batch_mean: batch,
    batch_max: Math.ceil(batch * 6),
    latency_us_p50: Math.round(p99 / 4),
    latency_us_p99: p99,
  });
  const crowded = rate > 60000;
  return [
    { ...none, id: 'generator', role: 'source', state: stateOf(rate), rate, total },
    {
      ...none,
      id: 'rest',
      role: 'source',
      state: stateOf(rate),
      rate: rate ? 1.5 : 0,
      total: 1204,
    },
    {
      ...none,
      id: 'replay',
      role: 'source',
      state: world.system ? 'idle' : 'down',
      rate: 0,
      total: 0,
    },
    {
      ...none,
      id: 'eventlog',
      role: 'log',
      state: stateOf(rate),
      rate,
      total,
      lag: 0,
      depth: Math.round(rate * 900),
      capacity: 268435456,
      batch_mean: batch,
      batch_max: Math.ceil(batch * 9),
      latency_us_p50: 420,
      latency_us_p99: 1900,
    },
    consumer('engine', 'engine', Math.round(rate / 400), 55, false),
    consumer('archive', 'sink', crowded ? 41000 : Math.round(rate / 10), 2100, crowded),
    consumer('alerts', 'sink', 0, 340, false),
    consumer('live', 'sink', 0, 80, false),
  ];
}

export const health = (world) => ({
  status: world.system ? 'ok' : 'degraded',
  components: [
    { name: 'eventlog', status: 'ok', detail: `durable to ${world.totals.decisions}` },
    {
      name: 'engine',
      status: world.system ? 'ok' : 'degraded',
      detail: world.system ? '' : 'stopped',
    },
    { name: 'archive', status: 'ok', detail: '' },
    { name: 'store', status: 'ok', detail: 'sqlite' },
    { name: 'disk', status: 'ok', detail: '41 GB free' },
  ],
});

export const hello = (world, session) => ({
  server: {
    name: 'Shrike',
    version: '0.1.0',
    started_at: '2026-01-01T00:00:00Z',
    demo: true,
    durability: 'power',
    store: 'sqlite',
  },
  session,
  time: now(),
  stats: stats(world),
  history: world.history,
  decisions: world.decisions.slice(0, 60),
  alerts: world.alerts.slice(0, 60),
  health: health(world),
});
