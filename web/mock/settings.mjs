// The settings of the mock server. Development only.
const OUTCOMES = ['approve', 'review', 'decline'];
const LEVELS = ['Low', 'Medium', 'High', 'Critical'];
const row = (key, type, standard, doc, more = {}) => ({
  key,
  value: standard,
  default: standard,
  source: 'file',
  type,
  min: null,
  max: null,
  doc,
  ...more,
});
const points = (level, from) =>
  row(`decision.${level.toLowerCase()}_from`, 'integer', from, `Points of risk for ${level}`, {
    min: 1,
    max: 100,
  });
const outcome = (level, standard) =>
  row(
    `decision.${level.toLowerCase()}_outcome`,
    'choice',
    standard,
    `What is answered to events of level ${level}`,
    { choices: OUTCOMES },
  );
const rule = (name, standard, doc) =>
  row(`rules.${name}.points`, 'integer', standard, `${doc}; 0: the rule is off`, { min: 0, max: 100 });

const rows = [
  points('Medium', 30),
  points('High', 60),
  { ...points('Critical', 85), value: 90, source: 'tenant' },
  outcome('Low', 'approve'),
  outcome('Medium', 'approve'),
  outcome('High', 'review'),
  outcome('Critical', 'decline'),
  row('decision.block_on_critical', 'boolean', true, 'Whether a Critical sender or card is blocked'),
  rule('base_risk', 10, 'Points that a payment gets for a high base risk score'),
  rule('account_pressure', 20, 'Points that a message gets which hurries about an account'),
  rule('known_sender', 30, 'Points that a message gets of a sender of known scams'),
  row('alerts.min_level', 'choice', 'High', 'The lowest level that raises an alert', {
    choices: LEVELS,
  }),
  row('default_currency', 'text', 'EUR', 'ISO 4217 code of amounts without one', { max: 3 }),
  row('access.allowed_addresses', 'text', '', 'From where keys and people may come', {
    max: 4096,
  }),
];

const kept = (name, days, doc) => ({ key: `retention.${name}_days`, days, doc });
const retention = [
  kept('decisions', 730, 'Decisions on transactions'),
  kept('messages', 365, 'Decisions on messages, and messages sent to learn from'),
  kept('labels', 730, 'Labels'),
  kept('alerts', 730, 'Alerts, and what was sent about them'),
  kept('audit', 0, 'Rows of the audit chain'),
];

const refused = (key, message) => ({
  status: 422,
  body: {
    title: 'Unprocessable Content',
    status: 422,
    detail: 'A field is wrong.',
    errors: [{ pointer: `/settings/${key}`, code: 'range', message }],
  },
});

function change(settings) {
  const after = (key) => {
    const one = rows.find((each) => each.key === key);
    return key in settings ? (settings[key] ?? one.default) : one.value;
  };
  if (after('decision.high_from') > after('decision.critical_from'))
    return refused('decision.critical_from', 'Critical must not begin below High');
  for (const one of rows.filter(({ key }) => key in settings)) {
    one.value = settings[one.key] ?? one.default;
    one.source = settings[one.key] === null ? 'file' : 'tenant';
  }
  return { status: 202, body: { status: 'accepted' } };
}

export const settingAnswers = {
  'GET /settings': () => ({ status: 200, body: { settings: rows, retention } }),
  'PUT /settings': ({ body }) => change(body.settings),
};
