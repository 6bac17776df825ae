// Frames of the live channel: good ones are typed, bad ones throw.
import { describe, expect, it } from 'vitest';
import { decodeLiveMessage } from '../../../src/api/decode/live-message';
import { DecodeError } from '../../../src/api/decode/read';
import { alert, frame, hello, row, stats, training } from '../../samples';

describe('decodeLiveMessage', () => {
  it.each([
    ['hello', hello()],
    ['stats', stats(0)],
    ['decisions', { rows: [row('dec_1')], skipped: 3 }],
    ['alert', alert('al_1')],
    [
      'health',
      { status: 'degraded', components: [{ name: 'disk', status: 'down', detail: null }] },
    ],
    ['training', training()],
  ])('reads %s without losing anything', (type, data) => {
    expect(decodeLiveMessage(frame(type, 7, data))).toEqual({ type, seq: 7, data });
  });

  it.each([
    ['not JSON', '{"type":'],
    ['not text', 42],
    ['a list', '[]'],
    ['no seq', '{"type":"stats","data":{}}'],
    ['empty stats', frame('stats', 1, {})],
    [
      'a wrong level',
      frame('decisions', 1, { rows: [row('a', { risk_level: 'Huge' as never })], skipped: 0 }),
    ],
    ['money as words', frame('decisions', 1, { rows: [row('a', { amount: 'much' })], skipped: 0 })],
    ['a bad time', frame('stats', 1, { ...stats(0), time: 'now' })],
    ['a missing list', frame('hello', 1, { ...hello(), history: null })],
  ])('refuses %s', (_name, text) => {
    expect(() => decodeLiveMessage(text)).toThrow(DecodeError);
  });

  it('passes over types of a later version, and over names of built-in properties', () => {
    expect(decodeLiveMessage(frame('weather', 3, {}))).toEqual({ type: 'unknown', seq: 3 });
    expect(decodeLiveMessage(frame('constructor', 4, {}))).toEqual({ type: 'unknown', seq: 4 });
  });

  it('keeps lists bounded', () => {
    const rows = Array.from({ length: 500 }, (_unused, index) => row(`dec_${index}`));
    const message = decodeLiveMessage(frame('decisions', 1, { rows, skipped: 0 }));
    expect(message).toMatchObject({ data: { rows: { length: 200 } } });
  });
});
