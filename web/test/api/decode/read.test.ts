// The small decoders refuse what is wrong and say where.
import { describe, expect, it } from 'vitest';
import * as read from '../../../src/api/decode/read';

describe('decoders', () => {
  it.each([
    ['text', read.text, 5],
    ['number', read.number, '5'],
    ['number, not finite', read.number, Number.NaN],
    ['count', read.count, -1],
    ['flag', read.flag, 'true'],
    ['time', read.time, 'yesterday'],
    ['decimal', read.decimal, '1e5'],
    ['decimal, words', read.decimal, 'ten'],
    ['oneOf', read.oneOf(['a', 'b'] as const), 'c'],
    ['list', read.list(read.text, 3), { length: 1 }],
    ['object', read.object<{ a: string }>({ a: read.text }), null],
    ['object from a list', read.object<{ a: string }>({ a: read.text }), []],
  ])('%s refuses a wrong value', (_name, decode, value) => {
    expect(() => (decode as read.Decoder<unknown>)(value, '/x')).toThrow(read.DecodeError);
  });

  it('names the place of the mistake', () => {
    const decode = read.object<{ rows: string[] }>({ rows: read.list(read.text, 9) });
    expect(() => decode({ rows: ['a', 7] }, '')).toThrow('/rows/1 should be text');
  });

  it('keeps at most the permitted number of items', () => {
    expect(read.list(read.number, 2)([1, 2, 3], '')).toEqual([1, 2]);
  });

  it('takes money as text or number, and keeps it as text', () => {
    expect(read.decimal('0.10', '')).toBe('0.10');
    expect(read.decimal(12.5, '')).toBe('12.5');
  });

  it('drops fields that it does not know', () => {
    expect(read.object<{ a: string }>({ a: read.text })({ a: 'x', b: 1 }, '')).toEqual({ a: 'x' });
  });

  it('reads null and a missing nullable value as null', () => {
    const decode = read.object<{ a: string | null }>({ a: read.nullable(read.text) });
    expect(decode({}, '')).toEqual({ a: null });
    expect(decode({ a: null }, '')).toEqual({ a: null });
  });
});
