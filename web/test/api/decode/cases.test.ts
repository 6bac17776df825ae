// What the server says about cases, checked.
import { describe, expect, it } from 'vitest';
import { caseDetail, casePage, quality } from '../../../src/api/decode/cases';
import * as sample from '../../case-samples';
import { at } from '../../samples';

describe('decoders of cases', () => {
  it('take a page and a case as they are', () => {
    const page = sample.casesPage([sample.caseRow('c-1')], 'next');
    expect(casePage(page, '')).toEqual(page);
    const detail = sample.caseDetail('c-1');
    expect(caseDetail(detail, '')).toEqual(detail);
  });

  it.each([
    ['state', 'done'],
    ['outcome', 'maybe'],
    ['version', '7'],
    ['opened_at', 'yesterday'],
    ['entity', { kind: 'shop', id: 'x' }],
    ['amounts', [{ currency: 'EUR', amount: 'much' }]],
  ])('refuse an odd %s', (name, value) => {
    const odd = { ...sample.caseDetail('c-1'), [name]: value };
    expect(() => caseDetail(odd, '')).toThrow(name);
  });

  it('take figures with and without a precision', () => {
    const figures = { alerted: 4, fraud: 1, legitimate: 1, unlabelled: 2, precision: 0.5 };
    const none = { ...figures, fraud: 0, legitimate: 0, unlabelled: 4, precision: null };
    const said = {
      days: 30,
      since: at(0),
      complete: true,
      total: figures,
      reasons: [{ ...figures, code: 'amount' }],
      rules: [{ ...none, id: 'night' }],
      models: [{ ...none, id: 'boosted', version: 3 }],
    };
    expect(quality(said, '')).toEqual(said);
    expect(() => quality({ ...said, total: { ...figures, fraud: -1 } }, '')).toThrow('fraud');
  });
});
