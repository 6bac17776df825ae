// Made-up cases from the made-up critical decisions. Development only.
const NAMES = ['anna', 'bert', null, null];
const CASES_MAX = 40;

const casesOf = (world) => (world.cases ??= start(world));

function start(world) {
  const critical = world.decisions.filter((each) => each.risk_level === 'Critical');
  return critical.slice(0, CASES_MAX).map((decision, index) => make(decision, index + 1));
}

function make(decision, number) {
  const kind = decision.card ? 'card' : decision.phone_number ? 'phone' : 'customer';
  const assigned = NAMES[number % NAMES.length];
  return {
    id: `c-${number}`,
    state: assigned ? 'investigating' : 'open',
    outcome: null,
    entity: { kind, id: decision.card ?? decision.phone_number ?? decision.customer_id ?? 'x' },
    risk_score: decision.risk_score,
    risk_level: decision.risk_level,
    amounts: decision.amount ? [{ currency: decision.currency, amount: decision.amount }] : [],
    decisions: 1,
    opened_at: decision.ingested_at,
    updated_at: decision.ingested_at,
    snoozed_until: number % 9 ? null : new Date(Date.now() + 86_400_000).toISOString(),
    assigned_to: assigned,
    changed_by: assigned,
    version: 1,
    labels_due: false,
    items: [{ decision, alert: { id: `al_${number}`, state: 'open' }, labels: [] }],
    notes: assigned ? [{ at: decision.ingested_at, by: assigned, text: 'Called the owner.' }] : [],
    history: [
      { at: decision.ingested_at, by: null, what: 'alert', words: `al_${number}` },
      { at: decision.ingested_at, by: null, what: 'opened', words: null },
    ],
    assignees: ['anna', 'bert'],
  };
}

export function casePage(world, query) {
  const cases = casesOf(world);
  const asleep = (one) => one.snoozed_until !== null;
  const working = cases.filter((one) => one.state !== 'closed' && !asleep(one));
  const who = query.get('assigned_to');
  const decision = query.get('decision');
  const states = {
    snoozed: () => cases.filter((one) => one.state !== 'closed' && asleep(one)),
    closed: () => cases.filter((one) => one.state === 'closed'),
    all: () => cases,
  };
  const rows = (states[query.get('state')]?.() ?? working)
    .filter((one) => !who || one.assigned_to === (who === 'me' ? 'key_of_admin' : null))
    .filter((one) => !decision || one.items[0].decision.id === decision)
    .sort((a, b) => b.risk_score - a.risk_score);
  const count = (fits) => working.filter(fits).length;
  const counts = {
    open: count((one) => one.state === 'open'),
    investigating: count((one) => one.state === 'investigating'),
    mine: count((one) => one.assigned_to === 'key_of_admin'),
    unassigned: count((one) => one.assigned_to === null),
    snoozed: states.snoozed().length,
  };
  return { cases: rows, next_cursor: null, counts };
}

export const caseById = (world, id) => casesOf(world).find((one) => one.id === id) ?? null;

export function changeCase(one, { version, note, outcome, ...more }, by) {
  if (version !== one.version) return false;
  const at = new Date().toISOString();
  if (more.assigned_to === 'me') more.assigned_to = by;
  Object.assign(one, more, { version: version + 1, changed_by: by, updated_at: at });
  if (note) one.notes.push({ at, by, text: note });
  if (outcome) Object.assign(one, { outcome, state: 'closed' });
  const what = outcome ? 'closed' : more.assigned_to ? 'assigned' : 'investigating';
  one.history.unshift({ at, by, what, words: outcome ?? more.assigned_to ?? null });
  return true;
}

const figures = (alerted, fraud, legitimate) => ({
  alerted,
  fraud,
  legitimate,
  unlabelled: alerted - fraud - legitimate,
  precision: fraud + legitimate ? fraud / (fraud + legitimate) : null,
});

export const quality = (days) => ({
  days,
  since: new Date(Date.now() - days * 86_400_000).toISOString(),
  complete: true,
  total: figures(412, 288, 61),
  reasons: [
    { code: 'card_amount_ratio_30d', ...figures(301, 230, 22) },
    { code: 'card_device_is_new', ...figures(144, 60, 41) },
    { code: 'night', ...figures(12, 0, 0) },
  ],
  rules: [{ id: 'base_risk', ...figures(412, 288, 61) }],
  models: [{ id: 'boosted', version: 3, ...figures(400, 285, 52) }],
});
