// A made-up threshold of review that a goal moves each day. Development only.

const GOAL = { alerts_per_day: 200, false_positive_rate_max: null };
const DAY_MS = 86_400_000;

const change = (index) => ({
  about: 'transaction',
  review_from: Number((41 + 6 * Math.sin(index * 1.3)).toFixed(2)),
  changed_at: new Date(Date.now() - index * DAY_MS).toISOString(),
  by: 'goal',
  note: '200 reviews a day, reckoned over 7 days',
});

const stateOf = (world) => (world.thresholds ??= Array.from({ length: 14 }, (_, i) => change(i)));

export function thresholds(world) {
  const data = stateOf(world);
  const newest = (about) => data.find((each) => each.about === about) ?? null;
  const present = { transaction: newest('transaction'), message: newest('message') };
  return { goal: GOAL, ...present, data, next_cursor: null };
}

/** Null where the goal holds it. */
export function setThreshold(world, { about, review_from, note = '' }) {
  if (about === 'transaction') return null;
  const changed_at = new Date().toISOString();
  const made = { about, review_from, changed_at, by: 'admin', note };
  stateOf(world).unshift(made);
  return made;
}
