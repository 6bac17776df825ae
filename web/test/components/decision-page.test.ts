// Words of the decision page.
import { describe, expect, it } from 'vitest';
import { decisionDetail, replay } from '../../src/api/decode/decision';
import { changeValue } from '../../src/components/what-if';
import { labelWords } from '../../src/format/words';
import { plain } from '../../src/pages/replay-check';
import { row } from '../samples';

describe('what would have changed it', () => {
  it('writes values as people do', () => {
    expect(changeValue('amount', '1250.00', 'EUR')).toBe('EUR\u00a01,250.00');
    expect(changeValue('channel', 'card_present', 'EUR')).toBe('card present');
    expect(changeValue('message', '', null)).toBe('left out');
    expect(changeValue('country', null, null)).toBe('nothing');
  });

  it('is read from the decision, and absent where the server gives none', () => {
    const none = { outcome: null, risk_score: null, fraud_probability: null, changes: [] };
    const counterfactual = { ...none, text: 'No change would give a better outcome' };
    expect(decisionDetail({ ...row('a'), counterfactual }, '').counterfactual).toEqual(
      counterfactual,
    );
    expect(decisionDetail(row('a'), '').counterfactual).toBeNull();
    expect(decisionDetail({ ...row('a'), log_odds: 1.5 }, '').log_odds).toBe(1.5);
  });
});

describe('replay', () => {
  it('tells what differs', () => {
    const read = replay({ identical: false, differences: ['risk_score'], decision: row('a') }, '');
    expect(read.differences).toEqual(['risk_score']);
    expect(plain(read.decision, 'risk_score')).toBe('95');
    expect(plain(read.decision, 'reasons')).toBe('–');
    expect(plain(read.decision, 'features')).toBe('–');
  });
});

describe('labels', () => {
  it('say who may give them and what follows', () => {
    expect(labelWords(null, false)).toContain('Only an analyst');
    expect(labelWords('fraud', true)).toContain('Labelled as fraud');
    expect(labelWords(null, true)).toContain('Not labelled yet');
  });
});
