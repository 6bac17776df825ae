// Made-up models, their monitoring and a training that takes six seconds. Development only.

const round = (value) => Number(value.toFixed(4));
const validation = (auc) => ({
  events: 112140,
  frauds: 1039,
  accuracy: 0.9965,
  precision: 0.9183,
  recall: 0.6814,
  f1: 0.7823,
  false_positive_rate: 0.000567,
  auc,
  average_precision: round(auc - 0.15),
  recall_at_fpr_05: 0.7469,
  recall_at_fpr_1: 0.7729,
});
const boosted = (version, state, auc, more = {}) => ({
  id: 'transaction-gbt',
  version,
  kind: 'gradient_boosted_trees',
  about: 'transaction',
  state,
  share_percent: state === 'challenger' ? 5 : 0,
  training: {
    data: 'Fraud Detection Handbook simulated data',
    examples: 747597,
    frauds: 6629,
    rounds: 558,
    depth: 5,
    learning_rate: 0.05,
    monotone: false,
    seed: 1,
    validation: validation(auc),
    ...more,
  },
});

export const makeModels = () => [
  boosted(3, 'champion', 0.9067),
  boosted(4, 'challenger', 0.9121, {
    data: 'labels of 90 days',
    trained_at: '2026-05-02T09:00:00Z',
    trained_by: 'admin',
  }),
  boosted(2, 'standby', 0.8912),
  {
    id: 'message-lr',
    version: 2,
    kind: 'linear_text',
    about: 'message',
    state: 'champion',
    share_percent: 0,
    training: {
      data: 'UCI SMS Spam Collection, own templates',
      examples: 19040,
      scams: 2679,
      cost: 10,
      folds: 5,
      validation: { auc: 0.9963, precision: 0.9184, recall: 0.9537, events: 19040, frauds: 2679 },
    },
  },
];

const idle = { job: 0, state: 'idle', about: null, progress: 0, started_at: null };
const blank = { finished_at: null, message: null, result: null };

const stateOf = (world) => {
  world.models ??= makeModels();
  world.training ??= { ...idle, ...blank };
  return world;
};

export const models = (world) => ({
  data: stateOf(world).models,
  previous: { transaction: { id: 'transaction-gbt', version: 2 }, message: null },
  training: world.training,
});

export const card = (id, version) =>
  `# ${id} version ${version}\n\nKind: gradient_boosted_trees. Judges: transactions.\n\n` +
  '## Data\n\n| what | value |\n|---|---|\n| examples | 747597 |\n| frauds | 6629 |\n\n' +
  '## Limits\n\nIt knows the payments that it learned from.\n';

export function activate(world, id, body) {
  const own = stateOf(world).models.filter((each) => each.id === id);
  const champion = own.find((each) => each.state === 'champion');
  const wanted = body?.version
    ? own.find((each) => each.version === body.version)
    : own.find((each) => each.version === champion?.version - 1);
  if (!wanted) return null;
  champion.state = 'standby';
  Object.assign(wanted, { state: 'champion', share_percent: 0 });
  return { id, version: wanted.version };
}

export function challenge(world, id, { version, share_percent = 0 }) {
  for (const each of stateOf(world).models.filter((one) => one.id === id)) {
    if (each.version === version) Object.assign(each, { state: 'challenger', share_percent });
    else if (each.state === 'challenger') Object.assign(each, { state: 'standby' });
  }
  return { id, version };
}

export function retrain(world, body) {
  const about = body.source ? 'transaction' : 'message';
  const job = stateOf(world).training.job + 1;
  const started_at = new Date().toISOString();
  world.training = { ...idle, ...blank, job, state: 'running', about, started_at };
  return { status: 'Training', job };
}

/** Half a second of the training; its news, or null. */
export function train(world) {
  const { training } = stateOf(world);
  if (training.state !== 'running') return null;
  training.progress = Math.min(1, training.progress + 1 / 12);
  if (training.progress === 1) world.training = finished(training);
  return world.training;
}

const finished = (training) => ({
  ...training,
  state: 'done',
  finished_at: new Date().toISOString(),
  message: 'its average precision is 0.7402, that of the active model 0.7597',
  result: {
    status: 'Model retrained, not activated',
    new_training_samples: 18220,
    fraud_samples: 212,
    model: { id: 'transaction-gbt', version: 5 },
    activated: false,
    reason: 'its average precision is 0.7402, that of the active model 0.7597',
    metrics: { before: validation(0.9067), after: validation(0.899) },
  },
});

const DAY_MS = 86_400_000;
const wave = (index, middle, swing) => round(middle + swing * Math.sin(index * 1.7));

function dayFigures(index, days) {
  const mature = index < days - 7;
  const decisions = 9000 + ((index * 379) % 1700);
  return {
    day: new Date(Date.UTC(2026, 4, 3) - (days - 1 - index) * DAY_MS).toISOString().slice(0, 10),
    decisions,
    labelled: Math.round(decisions * (mature ? 0.97 : 0.4)),
    frauds: mature ? 70 + (index % 9) : 20,
    flagged: 85 + (index % 12),
    mature,
    precision: wave(index, mature ? 0.61 : 0.35, 0.05),
    recall: wave(index + 1, 0.71, 0.04),
    false_positive_rate: wave(index, 0.004, 0.001),
    auc: wave(index + 2, 0.88, 0.02),
    average_precision: index === 4 ? null : wave(index + 3, 0.7, 0.03),
  };
}

const features = [
  ['card_count_1h', 0.31, 'shifted'],
  ['terminal_fraud_share_7d', 0.18, 'moving'],
  ['amount', 0.12, 'moving'],
  ['card_mean_30d', 0.06, 'stable'],
  ['night_hour', 0.03, 'stable'],
  ['card_amount_ratio_30d', 0.01, 'stable'],
].map(([name, psi, level]) => ({ name, psi, level }));

export function monitoring(days) {
  const all = Array.from({ length: days }, (_each, index) => dayFigures(index, days));
  const { day: _day, mature: _mature, ...total } = all[0];
  const span = (from, until, decisions) => ({ from, until, decisions });
  return {
    about: 'transaction',
    computed_at: '2026-05-03T11:00:00Z',
    maturity_days: 7,
    sample_share: 0.25,
    days: all,
    total,
    reliability: Array.from({ length: 10 }, (_each, bin) => ({
      low: bin / 10,
      high: (bin + 1) / 10,
      count: Math.round(9000 * Math.exp(-bin * 0.9)),
      mean_probability: round(bin / 10 + 0.04),
      fraud_share: round(Math.max(0, bin / 10 + 0.04 + 0.05 * Math.sin(bin))),
    })),
    drift: {
      reference: span('2026-04-03T00:00:00Z', '2026-04-24T00:00:00Z', 190000),
      current: span('2026-04-26T00:00:00Z', '2026-05-03T00:00:00Z', 62000),
      score: { psi: 0.02, level: 'stable' },
      features,
    },
    accuracy: {
      state: 'dropped',
      text: 'Average precision 0.41 over the last 7 mature days, 0.68 over the 21 before.',
    },
    challenger: {
      id: 'transaction-gbt',
      version: 4,
      decisions: 1200,
      labelled: 900,
      champion: { auc: 0.8804, average_precision: 0.7011 },
      challenger: { auc: 0.8924, average_precision: 0.7123 },
      difference: 0.012,
      low: -0.003,
      high: 0.027,
      significant: false,
      text: 'Some 2,000 more labels would tell.',
    },
  };
}
