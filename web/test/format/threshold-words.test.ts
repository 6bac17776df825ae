// Words about the thresholds of review.
import { describe, expect, it } from 'vitest';
import {
  changeAuthor,
  changeWords,
  decidedUnder,
  goalWords,
  riskPoints,
  thresholdSentence,
} from '../../src/format/threshold-words';
import { thresholdQuestion } from '../../src/pages/model-questions';
import { row, thresholdChange, thresholds } from '../samples';

const none = { alerts_per_day: null, false_positive_rate_max: null };

describe('thresholdSentence', () => {
  const { goal } = thresholds();

  it('names the threshold and the goal that holds it', () => {
    expect(thresholdSentence('transaction', thresholdChange(), goal)).toBe(
      'Transactions are reviewed from 42.5 points of risk on; ' +
        'set by the goal of 200 reviews a day.',
    );
  });

  it('names who set it by hand, and the goal that is gone', () => {
    const byHand = thresholdChange({ by: 'anna', about: 'message' });
    expect(thresholdSentence('message', byHand, none)).toContain('set by hand by anna.');
    expect(thresholdSentence('transaction', thresholdChange(), none)).toContain(
      'set by a goal of the settings.',
    );
  });

  it('tells that the levels decide, and that a goal waits', () => {
    const levels = 'Transactions are reviewed by the levels of the settings.';
    expect(thresholdSentence('transaction', null, none)).toBe(levels);
    expect(thresholdSentence('transaction', thresholdChange({ review_from: null }), none)).toBe(
      levels,
    );
    expect(thresholdSentence('transaction', null, goal)).toContain('once enough is measured');
    expect(thresholdSentence('message', null, goal)).not.toContain('goal');
  });

  it('puts both goals together', () => {
    expect(goalWords({ alerts_per_day: 1200, false_positive_rate_max: 0.005 })).toBe(
      '1,200 reviews a day and at most 0.50\u202f% of genuine payments flagged',
    );
  });
});

describe('a change in the history', () => {
  it('says what and who', () => {
    expect([changeWords(thresholdChange()), changeAuthor(thresholdChange())]).toEqual([
      '42.5',
      'Goal of the settings',
    ]);
    const back = thresholdChange({ review_from: null, by: 'anna' });
    expect([changeWords(back), changeAuthor(back)]).toEqual(['levels of the settings', 'anna']);
  });
});

describe('decidedUnder', () => {
  const decided = (part: Parameters<typeof row>[1]) => decidedUnder(row('a', part));

  it('is silent where no threshold held', () => {
    expect(decided({})).toBeNull();
  });

  it('compares the risk before rounding, rules included', () => {
    expect(riskPoints(row('a'))).toBeCloseTo(105.1);
    const reviewed = decided({ review_from: 20.5, fraud_probability: 0.13, outcome: 'review' });
    expect(reviewed).toBe(
      'Reviewed because its risk of 23 points reached the threshold of 20.5 that held then.',
    );
    const approved = decided({ review_from: 23.13, fraud_probability: 0.13, outcome: 'approve' });
    expect(approved).toContain('risk of 23 points stayed below the threshold of 23.13');
  });

  it('writes as many decimals as the comparison needs', () => {
    const near = { review_from: 20.5, fraud_probability: 0.105004, outcome: 'review' } as const;
    expect(decided(near)).toContain('20.5004 points reached the threshold of 20.5 ');
  });

  it('does not explain a declined one by it', () => {
    expect(decided({ review_from: 20.5, outcome: 'decline' })).toContain(
      '20.5 points then, only tells a review from an approval',
    );
  });
});

describe('the question before a threshold is set', () => {
  it('says what follows', () => {
    const request = { about: 'message', review_from: 30.25, note: '' } as const;
    expect(thresholdQuestion(request).title).toBe('Review messages from 30.25 points on?');
    const back = thresholdQuestion({ ...request, review_from: null });
    expect(back).toMatchObject({ verb: 'Back to the levels' });
  });
});
