// Models, trainings and monitoring as the server writes them.
import { describe, expect, it } from 'vitest';
import { models, report, retrainReply } from '../../../src/api/decode/models';
import { monitoring } from '../../../src/api/decode/monitoring';
import { DecodeError } from '../../../src/api/decode/read';
import { model, monitoring as figures, nonePrevious, training } from '../../samples';

const wire = {
  status: 'Model retrained, not activated',
  new_training_samples: 40,
  scam_samples: 12,
  legitimate_samples: 28,
  model: { id: 'message-lr', version: 4 },
  activated: false,
  reason: 'its average precision is lower',
  metrics: { before: { auc: 0.99, fpr_at_recall_95: null }, after: { auc: 0.98 } },
};

describe('models', () => {
  it('keep what their files say, whatever a trainer wrote', () => {
    const summary = { depth: 5, validation: { auc: 0.9, lists: [1] }, features: ['a', 'b'] };
    const data = [{ ...model(), training: summary }];
    const read = models({ data, training: training(), previous: nonePrevious }, '');
    expect(read.data[0]?.training).toEqual({ depth: 5, validation: { auc: 0.9 } });
    expect(read.training.state).toBe('running');
  });

  it('refuse a state that is not known', () => {
    const data = [{ ...model(), state: 'king' }];
    const wrong = { data, training: training(), previous: nonePrevious };
    expect(() => models(wrong, '')).toThrow(DecodeError);
  });

  it('tell the outcome of a training, of messages or of payments', () => {
    const read = report(wire, '');
    expect(read).toMatchObject({ bad_samples: 12, activated: false, after: { auc: 0.98 } });
    const { scam_samples: _, ...rest } = wire;
    expect(report({ ...rest, fraud_samples: 7 }, '').bad_samples).toBe(7);
  });

  it('know an outcome from a training that goes on', () => {
    expect(retrainReply(wire, '')).toMatchObject({ report: { activated: false } });
    expect(retrainReply({ status: 'Training', job: 9 }, '')).toEqual({ job: 9 });
    expect(() => retrainReply({}, '')).toThrow(DecodeError);
  });
});

describe('monitoring', () => {
  it('comes through whole', () => {
    expect(monitoring(figures(), '')).toEqual(figures());
  });

  it('may be empty before the first run', () => {
    const empty = { about: 'transaction', computed_at: null, maturity_days: 7 };
    expect(monitoring(empty, '')).toMatchObject({ days: [], reliability: [], total: null });
  });

  it('refuses figures that are no numbers', () => {
    const days = [{ ...figures().days[0], auc: 'high' }];
    expect(() => monitoring({ ...figures(), days }, '')).toThrow('/days/0/auc');
  });
});
