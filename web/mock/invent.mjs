// Made-up decisions, alerts and stages for the mock server. Development only; nothing here is real.

const countries = ['DE', 'FR', 'NL', 'PL', 'ES', 'SE'];
const channels = ['online', 'card_present', 'atm', 'transfer', 'phone'];
const transactionReasons = [
  ['card_amount_ratio_30d', "Amount is 6.0 times this card's usual 208.11"],
  ['terminal_fraud_share_7d', 'One in nine payments at this terminal was fraud in the last 7 days'],
  ['card_count_1h', '14 payments with this card in one hour, usually 1'],
  ['night_hour', 'Paid at 03:12, which this card never does'],
  ['country_change', 'Two countries within 40 minutes'],
];
const messageReasons = [
  ['threat_language', 'Contains threatening language'],
  ['urgent_words', 'Presses for action within hours'],
  ['asks_for_code', 'Asks for a one-time code'],
  ['shortened_link', 'Contains a shortened link'],
];
const calming = [
  ['known_merchant', 'This card has paid here 41 times before'],
  ['usual_amount', "Amount is within this card's usual range"],
];
const messages = [
  'URGENT! Your account is locked, confirm the code now: example.test/u',
  'Hi, the parcel is at the neighbour’s. See you on Sunday.',
  'Final warning: pay the customs fee today or the parcel is destroyed.',
  'Your table for four is booked for 19:30.',
];

export const pick = (items) => items[Math.floor(Math.random() * items.length)];
const between = (low, high) => low + Math.random() * (high - low);
const levelOf = (score) =>
  score >= 90 ? 'Critical' : score >= 70 ? 'High' : score >= 40 ? 'Medium' : 'Low';
const outcomeOf = (level) =>
  level === 'Critical' ? 'decline' : level === 'High' ? 'review' : 'approve';

let nextSeq = 120034;

function scoreNow() {
  const dice = Math.random();
  if (dice < 0.005) return Math.round(between(90, 100));
  if (dice < 0.014) return Math.round(between(70, 89));
  if (dice < 0.03) return Math.round(between(40, 69));
  return Math.round(between(1, 20));
}

const weigh = ([code, text], contribution) => ({
  code,
  text,
  contribution: Number(contribution.toFixed(2)),
});

function reasonsFor(score, isMessage) {
  const bad = (isMessage ? messageReasons : transactionReasons)
    .slice()
    .sort(() => Math.random() - 0.5);
  const raising = bad
    .slice(0, score > 60 ? 3 : 1)
    .map((each) => weigh(each, between(0.2, score / 40)));
  const lowering = calming
    .slice(0, score > 60 ? 1 : 2)
    .map((each) => weigh(each, -between(0.1, 1.2)));
  return [...raising, ...(isMessage ? [] : lowering)];
}

export function makeDecision(at, forcedScore) {
  const seq = nextSeq++;
  const isMessage = Math.random() < 0.06;
  const score = forcedScore ?? scoreNow();
  const risk_level = levelOf(score);
  const reasons = reasonsFor(score, isMessage);
  const critical = risk_level === 'Critical';
  return {
    id: `dec_${seq.toString(16).padStart(13, '0')}`,
    seq,
    kind: isMessage ? 'message' : 'transaction',
    event_id: `t-${seq}`,
    event_time: '2026-05-03T11:20:00.000000Z',
    ingested_at: new Date(at).toISOString(),
    risk_score: score,
    risk_level,
    outcome: outcomeOf(risk_level),
    fraud_probability: Math.min(0.999, score / 100),
    ...(isMessage ? messageParts() : paymentParts(score)),
    threat_category: isMessage && score > 60 ? 'Financial Scam' : null,
    primary_reason: score > 30 ? (reasons[0]?.text ?? null) : null,
    reasons,
    rules:
      score > 60
        ? [
            { id: 'base_risk', result: 'hit', score: 10 },
            { id: 'velocity', result: 'hit', score: 20 },
          ]
        : [],
    action: critical
      ? 'automatically_blacklisted'
      : risk_level === 'High'
        ? 'queued_for_review'
        : 'none',
    label: Math.random() < 0.01 ? (score > 60 ? 'fraud' : 'legitimate') : null,
  };
}

const paymentParts = (score) => ({
  amount: between(3, score > 60 ? 4200 : 180).toFixed(2),
  currency: 'EUR',
  card: `tok_…${1000 + Math.floor(between(0, 8999))}`,
  customer_id: `c-${Math.floor(between(1, 5000))}`,
  merchant_id: null,
  terminal_id: `t-${Math.floor(between(1, 10000))}`,
  country: pick(countries),
  channel: pick(channels),
  phone_number: null,
  message_content: null,
});

const messageParts = () => ({
  amount: null,
  currency: null,
  card: null,
  customer_id: null,
  merchant_id: null,
  terminal_id: null,
  country: null,
  channel: 'sms',
  phone_number: `555-01${String(Math.floor(between(0, 99))).padStart(2, '0')}`,
  message_content: pick(messages),
});

export const makeAlert = (decision) => ({
  id: decision.id.replace('dec_', 'al_'),
  alert_type: 'critical_fraud',
  severity: 'critical',
  state: 'open',
  time: decision.ingested_at,
  decision_id: decision.id,
  kind: decision.kind,
  risk_score: decision.risk_score,
  risk_level: decision.risk_level,
  threat_category: decision.threat_category,
  primary_reason: decision.primary_reason,
  subject: decision.phone_number ?? decision.card,
  amount: decision.amount,
  currency: decision.currency,
  action: decision.action,
});

/** The nearest better outcome, for what was not approved. */
function whatIf({ kind, outcome, amount }) {
  if (outcome === 'approve') return null;
  const none = { outcome: null, risk_score: null, fraud_probability: null, changes: [] };
  const words = 'amount, channel, time, country or card presence';
  if (kind === 'message')
    return { ...none, text: `No change of ${words} alone would give a better outcome` };
  const text = `amount of EUR 212.00 instead of EUR ${amount}`;
  return {
    outcome: 'approve',
    risk_score: 31,
    fraud_probability: 0.021,
    changes: [{ input: 'amount', from: amount, to: '212.00', text }],
    text: `Would be approved with an ${text}`,
  };
}

const sumOf = (reasons) => reasons.reduce((sum, { contribution }) => sum + contribution, 0);

export const explain = (decision) => ({
  ...decision,
  base_log_odds: -4.2,
  log_odds: Number((sumOf(decision.reasons) - 4.2).toFixed(2)),
  counterfactual: whatIf(decision),
  model: { id: decision.kind === 'message' ? 'message-lr' : 'transaction-gbdt', version: 3 },
  timings_us: { queue: 12, features: 3, rules: 1, models: 9, total: 41 },
});
