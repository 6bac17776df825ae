// Words for the codes of reasons: none that the engine gives may be shown raw.
import { describe, expect, it } from 'vitest';
import features from '../../../include/shrike/engine/feature_rows.inc?raw';
import signals from '../../../src/engine/models/signal_rows.cpp?raw';
import { reasonWords } from '../../src/format/reason-words';

describe('words for reasons', () => {
  it.each([
    ['card_amount_ratio_30d', 'Amount beside the mean of the card, 30 days'],
    ['terminal_count_1h', 'Payments at the terminal, 1 hour'],
    ['card_country_is_new', 'First payment in the country of the card'],
    ['card_not_present', 'Card not present'],
    ['attributes.device_risk', 'The attribute device_risk'],
    ['something_else', 'something else'],
  ])('%s: %s', (code, words) => {
    expect(reasonWords(code)).toBe(words);
  });

  it('are there for every feature of the table', () => {
    const names = [...features.matchAll(/^\{"([a-z0-9_]+)"/gm)].map((found) => found[1] ?? '');
    expect(names.length).toBeGreaterThan(100);
    const raw = (name: string) => reasonWords(name) === name.replaceAll('_', ' ');
    expect(names.filter(raw)).toEqual([]);
  });

  it('are those of the engine for every signal of messages', () => {
    const rows = [...signals.matchAll(/\{\{"([a-z_]+)", "([^"]+)"/g)];
    expect(rows.length).toBeGreaterThan(30);
    for (const [, code = '', words] of rows) expect(reasonWords(code)).toBe(words);
  });
});
