// Words for the codes of reasons where no decision stands beside them that would give its numbers.

/** Facts of a payment, and what stands for many inputs at once. */
const FACTS: Record<string, string> = {
  amount: 'Amount',
  log_amount: 'Amount',
  hour: 'Hour of the day',
  weekend: 'Paid on a weekend',
  night: 'Paid at night',
  high_value: 'High value',
  online: 'Paid online',
  international: 'Outside the home country',
  card_not_present: 'Card not present',
  base_risk_score: 'Points of the base risk',
  base_risk: 'Base risk',
  blocklist: 'On the blocklist',
  anomaly_score: 'Unusual beside earlier payments',
  wording: 'Worded like known scams',
  other: 'All other inputs together',
};

/** As src/engine/models/signal_rows.cpp words them. */
const SIGNALS: Record<string, string> = {
  threat_language: 'Contains threatening language',
  extortion: 'Threatens to expose something',
  urgent_language: 'Presses for haste',
  secrecy: 'Asks to keep it secret',
  account_problem: 'Claims a problem with an account or bank',
  asks_to_verify: 'Asks to verify or confirm details',
  asks_for_secret: 'Asks for a code, PIN or password',
  one_time_code: 'Delivers a one-time code',
  contains_link: 'Contains a link',
  short_link: 'Hides its link behind a shortener',
  address_link: 'Links to a bare IP address',
  imitation_link: 'Links to a name made to look like a well-known one',
  unusual_domain: 'Links to an unusual top-level domain',
  asks_to_click: 'Asks to follow a link',
  prize_language: 'Promises a prize or free money',
  free_offer: 'Makes a free offer',
  gift_cards: 'Asks for gift cards',
  delivery_language: 'Speaks of a parcel or delivery',
  job_offer: 'Offers easy work',
  crypto_language: 'Speaks of crypto investment',
  investment_promise: 'Promises returns on an investment',
  romance_language: 'Seeks a private acquaintance',
  family_emergency: 'Pretends to be family or a friend in need',
  money_request: 'Asks to send or move money',
  loan_offer: 'Offers a loan or debt relief',
  authority_claim: 'Speaks for an authority',
  company_claim: 'Speaks for a bank or company',
  tech_support: 'Claims a fault on the computer or asks for remote access',
  renewal_charge: 'Announces a charge to be cancelled',
  phone_to_call: 'Gives a number to call',
  asks_to_call: 'Asks to call or reply',
  premium_number: 'Gives a premium-rate number or short code',
  money_amount: 'Names an amount of money',
  shouting: 'Written largely in capitals',
  many_digits: 'Contains many digits',
  disguised_letters: 'Disguises words with look-alike letters',
  hidden_characters: 'Hides characters inside words',
  spaced_out_word: 'Spells a word one letter at a time',
};

const WHOSE: Record<string, string> = {
  card: 'of the card',
  customer: 'of the customer',
  merchant: 'at the merchant',
  terminal: 'at the terminal',
  device: 'on the device',
  ip: 'from the IP address',
};

const MEASURES: Record<string, string> = {
  count: 'Payments',
  sum: 'Sum of the amounts',
  mean: 'Mean amount',
  median: 'Median amount',
  std: 'Spread of the amounts',
  max: 'Largest amount',
  amount_ratio: 'Amount beside the mean',
  amount_over_max: 'Amount beside the largest',
  amount_over_median: 'Amount beside the median',
  amount_zscore: 'Amount in standard deviations',
  large_count: 'Large payments',
  cards: 'Different cards',
  customers: 'Different customers',
  merchants: 'Different merchants',
  terminals: 'Different terminals',
  devices: 'Different devices',
  countries: 'Different countries',
  merchant_is_new: 'First payment with the merchant',
  terminal_is_new: 'First payment at the terminal',
  device_is_new: 'First payment on the device',
  country_is_new: 'First payment in the country',
  country_changed: 'Other country than the last payment',
  speed_kmh: 'Speed since the last payment',
  seconds_since_last: 'Time since the last payment',
  seconds_since_first: 'Time since the first payment',
  known_frauds: 'Known frauds',
  fraud_share: 'Share of known frauds',
  matured_fraud_share: 'Share of known frauds a week ago',
  fraud_run: 'Known frauds without a genuine payment between',
  ordinary_frauds: 'Known frauds of usual amounts',
  ordinary_fraud_run: 'Known frauds of usual amounts in a row',
  hours_since_known_fraud: 'Time since the last known fraud',
  hours_since_known_genuine: 'Time since the last genuine payment',
  hours_since_ordinary_fraud: 'Time since the last fraud of a usual amount',
  hours_since_fraud_run_began: 'Time since the present frauds began',
};

const UNITS: Record<string, [one: string, many: string]> = {
  m: ['minute', 'minutes'],
  h: ['hour', 'hours'],
  d: ['day', 'days'],
};

const ATTRIBUTE = 'attributes.';

/** "card_amount_ratio_30d" -> "Amount beside the mean of the card, 30 days". */
export function reasonWords(code: string): string {
  const known = FACTS[code] ?? SIGNALS[code] ?? featureWords(code);
  if (known) return known;
  if (code.startsWith(ATTRIBUTE)) return `The attribute ${code.slice(ATTRIBUTE.length)}`;
  return code.replaceAll('_', ' ');
}

function featureWords(code: string): string | null {
  const [, entity = '', name = '', count, unit = ''] =
    /^([a-z]+)_([a-z_]+?)(?:_(\d+)([mhd]))?$/.exec(code) ?? [];
  const whose = WHOSE[entity];
  const measure = MEASURES[name];
  if (!whose || !measure) return null;
  const span = UNITS[unit];
  if (!count || !span) return `${measure} ${whose}`;
  return `${measure} ${whose}, ${count} ${count === '1' ? span[0] : span[1]}`;
}
