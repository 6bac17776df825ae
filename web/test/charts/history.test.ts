// The decisions of one entity as dots.
import { describe, expect, it } from 'vitest';
import { historyDots } from '../../src/charts/history-dots';
import { at, row } from '../samples';

describe('history dots', () => {
  it('stand at their time and amount, the own one marked', () => {
    const rows = [
      row('b', { amount: '200.00', event_time: at(1000) }),
      row('a', { amount: '50.00', event_time: at(0), risk_level: 'Low' }),
    ];
    const history = historyDots(rows, 'b');
    expect(history).toMatchObject({ unit: 'amount', currency: 'EUR', top: 200 });
    expect(history?.dots).toEqual([
      { id: 'b', x: 1, y: 1, level: 'Critical', own: true },
      { id: 'a', x: 0, y: 0.25, level: 'Low', own: false },
    ]);
  });

  it('show risk scores of messages', () => {
    const history = historyDots([row('a', { amount: null, currency: null })], 'a');
    expect(history).toMatchObject({ unit: 'score', currency: null, top: 100 });
    expect(history?.dots[0]?.y).toBeCloseTo(0.95);
  });

  it('name no currency where they are mixed', () => {
    const rows = [row('a'), row('b', { currency: 'USD' })];
    expect(historyDots(rows, 'a')?.currency).toBeNull();
  });

  it('are none without a time', () => {
    expect(historyDots([row('a', { event_time: null, ingested_at: null })], 'a')).toBeNull();
    expect(historyDots([], 'a')).toBeNull();
  });
});
