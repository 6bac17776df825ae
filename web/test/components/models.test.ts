// Words and places of the models page.
import { describe, expect, it } from 'vitest';
import { driftWidth } from '../../src/components/drift-list';
import { comparisonWords, intervalPlace } from '../../src/components/model-comparison';
import { outcomeSentence } from '../../src/components/retrain-outcome';
import {
  cardSentences,
  mainMetrics,
  metricRows,
  metricsIn,
  parameters,
  rollbackVerb,
} from '../../src/format/model-words';
import { modelQuestion } from '../../src/pages/model-questions';
import { model, retrainReport } from '../samples';

describe('model card', () => {
  it('tells data, size and origin in sentences', () => {
    const text = cardSentences(model()).join(' ');
    expect(text).toContain('Gradient-boosted trees for payments.');
    expect(text).toContain('747,597 payments, 6,629 of them frauds.');
    expect(text).toContain('It was moved on from version 2.');
  });

  it('leaves out what the file does not tell', () => {
    expect(cardSentences(model({ training: {} }))).toHaveLength(1);
  });

  it('parts metrics from parameters', () => {
    const { training } = model();
    expect(metricsIn(training, 'validation')).toMatchObject({ auc: 0.9067 });
    expect(metricsIn(training, 'update_validation')).toBeNull();
    expect(parameters(training)).toEqual([
      ['rounds', '558'],
      ['monotone', 'no'],
    ]);
  });

  it('puts metrics side by side, each in its unit', () => {
    const rows = metricRows({ auc: 0.9, events: 1200 }, { auc: 0.91, recall: 0.5 }, null);
    expect(rows.map(({ name, values }) => [name, ...values])).toEqual([
      ['auc', '0.9000', '0.9100', '–'],
      ['recall', '–', '50.0\u202f%', '–'],
      ['events', '1,200', '–', '–'],
    ]);
    expect(mainMetrics({ accuracy: 1, auc: 0.9 })).toEqual([['AUC', '0.9000']]);
    expect(mainMetrics(null)).toEqual([]);
  });
});

describe('outcome of a training', () => {
  it('says what happened and why', () => {
    expect(outcomeSentence(retrainReport())).toContain('message-lr version 3 is active');
    const refused = retrainReport({ activated: false, reason: 'its AUC is lower' });
    expect(outcomeSentence(refused)).toContain('not activated: its AUC is lower.');
  });
});

describe('champion against challenger', () => {
  const compared = {
    id: 'm',
    version: 4,
    decisions: 1200,
    labelled: 900,
    champion: { auc: 0.9, average_precision: 0.7 },
    challenger: { auc: 0.91, average_precision: 0.7 },
    difference: 0.012,
    low: -0.003,
    high: 0.027,
    significant: false,
    text: null,
  };

  it('keeps zero in the middle', () => {
    const { from, at, to } = intervalPlace(-0.003, 0.012, 0.027);
    expect(from).toBeLessThan(50);
    expect(at).toBeGreaterThan(50);
    expect(to).toBeLessThan(100);
    expect(intervalPlace(0, 0, 0)).toEqual({ from: 50, at: 50, to: 50 });
  });

  it('only prefers what is more than chance', () => {
    expect(comparisonWords(compared)).toContain('may be chance');
    const better = { ...compared, low: 0.002, significant: true };
    expect(comparisonWords(better)).toContain('challenger is better');
    const worse = { ...better, difference: -0.01, low: -0.02, high: -0.001 };
    expect(comparisonWords(worse)).toContain('champion is better');
    expect(comparisonWords({ ...compared, low: null })).toContain('Not enough labels');
  });
});

describe('rolling back', () => {
  it('names the version, and the model where that is another', () => {
    expect(rollbackVerb(model(), { id: 'transaction-gbt', version: 2 })).toBe(
      'Roll back to version 2',
    );
    expect(rollbackVerb(model(), { id: 'other', version: 7 })).toBe(
      'Roll back to other version 7',
    );
  });
});

describe('drift bars', () => {
  it('end at half of the index and never outside', () => {
    expect([-1, 0, 0.25, 0.5, 4].map(driftWidth)).toEqual([0, 0, 50, 100, 100]);
  });
});

describe('questions before a change', () => {
  it('name the version and ask for a share only where one is set', () => {
    expect(modelQuestion(model(), 'activate')).toMatchObject({
      title: 'Activate transaction-gbt version 3?',
    });
    expect(modelQuestion(model(), 'activate').share).toBeUndefined();
    const before = { id: 'transaction-gbt', version: 2 };
    expect(modelQuestion(model(), 'rollback', before)).toMatchObject({
      title: 'Roll back to version 2?',
      done: 'transaction-gbt version 2 judges again',
    });
    const standing = model({ state: 'challenger', share_percent: 20 });
    expect(modelQuestion(standing, 'challenge').share).toBe(20);
    expect(modelQuestion(model({ state: 'standby' }), 'challenge').share).toBe(5);
  });
});
