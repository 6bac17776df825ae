// The event of a storm with a given number: the same on both sides, so that only numbers travel between threads.
const COUNTRIES = ['DE', 'FR', 'NG', 'US', 'BR'];

export const stormId = (name, number) => `${name}-${number}`;

export function stormBody(name, number) {
  const amount = (1 + ((number * 7_919) % 2_000_000) / 100).toFixed(2);
  const place = { country: COUNTRIES[number % COUNTRIES.length], terminal_id: `term_${number % 20}` };
  const transaction = { transaction_id: stormId(name, number), amount, card: `tok_${number % 400}`, ...place };
  return JSON.stringify({ transaction });
}
