// Words about cases.
import { describe, expect, it } from 'vitest';
import {
  amountWords,
  closingWords,
  countWords,
  historyWords,
  overtakenWords,
  stateWords,
} from '../../src/format/case-words';
import { caseRow } from '../case-samples';
import { at, T0 } from '../samples';

describe('case words', () => {
  it('names every state', () => {
    expect(stateWords(caseRow('c-1'), T0)).toBe('Open');
    expect(stateWords(caseRow('c-1', { state: 'investigating' }), T0)).toBe('Investigating');
    const closed = caseRow('c-1', { state: 'closed', outcome: 'false_positive' });
    expect(stateWords(closed, T0)).toBe('False positive');
    const snoozed = caseRow('c-1', { snoozed_until: at(1000) });
    expect(stateWords(snoozed, T0)).toMatch(/^Snoozed until /);
    expect(stateWords(snoozed, T0 + 2000)).toBe('Open');
  });

  it('sums up in each currency', () => {
    const amounts = [
      { currency: 'EUR', amount: '1250.00' },
      { currency: 'JPY', amount: '300' },
    ];
    expect(amountWords(caseRow('c-1', { amounts }))).toBe('EUR\u00a01,250.00 + JPY\u00a0300');
    expect(amountWords(caseRow('c-1', { amounts: [] }))).toBe('');
    expect(countWords(1)).toBe('1 decision');
    expect(countWords(1200)).toBe('1,200 decisions');
  });

  it('says what closing does', () => {
    const one = caseRow('c-1', { decisions: 3 });
    expect(closingWords(one, 'confirmed_fraud')).toContain('3 decisions are labelled as fraud');
    expect(closingWords(caseRow('c-1'), 'false_positive')).toContain(
      'Its decision is labelled as not fraud',
    );
    expect(closingWords(one, 'inconclusive')).toContain('No label');
  });

  it('tells history in sentences', () => {
    const entry = (what: string, by: string | null, words: string | null = null) =>
      historyWords({ at: at(0), what, by, words });
    expect(entry('assigned', 'anna', 'anna')).toBe('anna took it');
    expect(entry('assigned', 'anna', 'bert')).toBe('anna gave it to bert');
    expect(entry('closed', 'anna', 'inconclusive')).toBe('anna closed it: Inconclusive');
    expect(entry('alert', null, 'al_1')).toBe('An alert joined');
    expect(entry('something', 'anna')).toBe('anna: something');
  });

  it('says who was quicker', () => {
    expect(overtakenWords(caseRow('c-1', { changed_by: 'anna' }))).toMatch(/^anna changed it/);
    expect(overtakenWords(caseRow('c-1', { changed_by: null }))).toMatch(/^A new alert/);
  });
});
