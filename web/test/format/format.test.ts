// Numbers, durations, money and times as text.
import { describe, expect, it } from 'vitest';
import { age, micros } from '../../src/format/duration';
import { heldSummary, moneyCompact, moneyExact } from '../../src/format/money';
import {
  bytes,
  chance,
  compact,
  exact,
  figure,
  percent,
  rate,
  shareOf,
  signed,
} from '../../src/format/number';
import { dayWords, fromFieldTime, fullTime, toFieldTime } from '../../src/format/time';

const plain = (text: string) => text.replaceAll(/[\u202f\u00a0]/g, ' ');

describe('numbers', () => {
  it.each([
    [0, '0'],
    [7.256, '7.26'],
    [950, '950'],
    [999.4, '999'],
    [999.6, '1.00 k'],
    [1000, '1 k'],
    [12_400, '12.4 k'],
    [999_949, '1.00 m'],
    [3_210_000, '3.21 m'],
    [10_000_000, '10 m'],
    [4.2e9, '4.20 bn'],
    [-12_400, '-12.4 k'],
    [null, '–'],
    [undefined, '–'],
  ])('compact(%s) is %s', (value, text) => {
    expect(plain(compact(value))).toBe(text);
  });

  it('writes rates with steady decimals', () => {
    expect([0, 9.96, 99.94, 100, 201.5, 15_300].map((value) => plain(rate(value)))).toEqual([
      '0.0',
      '10.0',
      '99.9',
      '100',
      '202',
      '15.3 k',
    ]);
  });

  it('writes shares, whole numbers, bytes and signs', () => {
    expect([0.0121, 0.92, 0, 1].map((share) => plain(percent(share)))).toEqual([
      '1.21 %',
      '92.0 %',
      '0.0 %',
      '100.0 %',
    ]);
    expect(plain(percent(null))).toBe('–');
  });

  it('never round a probability to certainty', () => {
    expect([0.99998, 1, 0.0001, 0, 0.613, null].map((each) => plain(chance(each)))).toEqual([
      'over 99.9 %',
      '100 %',
      'under 0.1 %',
      '0 %',
      '61 %',
      '–',
    ]);
  });

  it('write figures and days as the field does', () => {
    expect([figure(0.88124), figure(0.5, 4), figure(null)]).toEqual(['0.881', '0.5000', '–']);
    expect([dayWords('2026-11-14'), dayWords(null)]).toEqual(['14 Nov', '–']);
    expect(exact(1234567)).toBe('1,234,567');
    expect([0, 1023, 1536, 268_435_456].map((size) => plain(bytes(size)))).toEqual([
      '0 B',
      '1023 B',
      '1.50 KiB',
      '256 MiB',
    ]);
    expect([signed(1.944), signed(-0.5)]).toEqual(['+1.94', '−0.50']);
    expect([shareOf(1, 4), shareOf(0, 0)]).toEqual([0.25, null]);
  });
});

describe('durations', () => {
  it.each([
    [null, '–'],
    [38, '38 µs'],
    [999, '999 µs'],
    [1240, '1.24 ms'],
    [23_456, '23.5 ms'],
    [2_500_000, '2.50 s'],
  ])('micros(%s) is %s', (value, text) => {
    expect(plain(micros(value))).toBe(text);
  });

  it.each([
    [-50, 'now'],
    [999, 'now'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [3_600_000, '1 h'],
    [172_800_000, '2 d'],
  ])('age(%s) is %s', (ms, text) => {
    expect(plain(age(ms))).toBe(text);
  });
});

describe('money', () => {
  it('never passes through binary floating point', () => {
    expect(plain(moneyExact('12345678901234567.10', 'EUR'))).toBe('EUR 12,345,678,901,234,567.10');
    expect(plain(moneyExact('-1250.00', 'EUR'))).toBe('EUR −1,250.00');
    expect(plain(moneyExact('7', 'JPY'))).toBe('JPY 7');
    expect(plain(moneyExact('999.5', null))).toBe('999.5');
    expect(moneyExact(null, 'EUR')).toBe('–');
  });

  it('is short for glances and names the largest sum', () => {
    expect(plain(moneyCompact({ currency: 'EUR', amount: '3210000.99' }))).toBe('EUR 3.21 m');
    const sums = heldSummary([
      { currency: 'SEK', amount: '9.00' },
      { currency: 'EUR', amount: '81234.10' },
    ]);
    expect(plain(sums.headline)).toBe('EUR 81.2 k');
    expect(sums.rest).toBe(1);
    expect(plain(sums.all)).toBe('EUR 81,234.10\nSEK 9.00');
    expect(heldSummary([]).all).toBe('Nothing held');
  });
});

describe('times', () => {
  it('come back from a form field as they went in', () => {
    const moment = '2026-05-03T11:20:05.000Z';
    expect(fromFieldTime(toFieldTime(moment))).toBe(moment);
  });

  it('are empty for nonsense', () => {
    expect([toFieldTime('x'), fromFieldTime('x'), fullTime('x'), fullTime(null)]).toEqual([
      '',
      '',
      '–',
      '–',
    ]);
  });
});
