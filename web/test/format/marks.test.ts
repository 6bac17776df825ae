// Where a message holds what the reasons name.
import { describe, expect, it } from 'vitest';
import { folded, markedPieces, unmarkedReasons } from '../../src/format/marks';
import { onlyIn, scoreWords } from '../../src/format/verdict-compare';
import { row } from '../samples';

const reason = (code: string, contribution: number | null = 1, text = code) => ({
  code,
  text,
  contribution,
});
const marks = (text: string, ...reasons: ReturnType<typeof reason>[]) =>
  markedPieces(text, reasons).flatMap((piece) =>
    piece.reason ? [[piece.text, piece.reason.code]] : [],
  );

describe('marks', () => {
  it('keep the text whole', () => {
    const text = 'URGENT! Verify now: www.bank.example/x, or pay $12.50.';
    const all = ['urgent_language', 'asks_to_verify', 'contains_link', 'money_amount'];
    const pieces = markedPieces(
      text,
      all.map((code) => reason(code)),
    );
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
    expect(pieces.filter((piece) => piece.reason).map((piece) => piece.text)).toEqual([
      'URGENT',
      'Verify',
      'www.bank.example/x',
      '$12.50',
    ]);
  });

  it('find the words that the wording names, digits by any digit', () => {
    const wording = reason('wording', 8, 'Worded like known scams: unlock, 00000, $00');
    expect(marks('Unlock it: 66790 for $45, unlocked', wording)).toEqual([
      ['Unlock', 'wording'],
      ['66790', 'wording'],
      ['$45', 'wording'],
    ]);
  });

  it('see through look-alike letters and apostrophes', () => {
    expect(marks('Plеase vеrify', reason('asks_to_verify'))).toEqual([
      ['vеrify', 'asks_to_verify'],
    ]);
    expect(marks("Don't hang up", reason('urgent_language'))).toHaveLength(1);
    expect(folded('VЕRIFY İ').length).toBe('VЕRIFY İ'.length);
  });

  it('give a place to the reason that tells most', () => {
    const wording = reason('wording', 9, 'Worded like known scams: verify');
    expect(marks('verify', wording, reason('asks_to_verify', 0.7))).toEqual([
      ['verify', 'asks_to_verify'],
    ]);
  });

  it('mark nothing that lowers the risk or is only part of a word', () => {
    expect(marks('verify', reason('asks_to_verify', -1))).toEqual([]);
    expect(marks('a syntax', reason('authority_claim'))).toEqual([]);
    expect(marks('', reason('urgent_language'))).toEqual([]);
  });

  it('take hostile text as text', () => {
    const text = '<b>[(*+?^$ urgent \\d</b>';
    expect(markedPieces(text, [reason('wording', 1, 'x: [(*+?, \\d')])).not.toBeNull();
    expect(marks(text, reason('urgent_language'))).toEqual([['urgent', 'urgent_language']]);
  });

  it('name what stands at no one place', () => {
    const reasons = [reason('urgent_language'), reason('shouting'), reason('other')];
    const pieces = markedPieces('urgent', reasons);
    expect(unmarkedReasons(pieces, reasons).map(({ code }) => code)).toEqual(['shouting']);
  });
});

describe('two texts', () => {
  const a = row('a', { reasons: [reason('x', 2, 'Has a link'), reason('y', 1, 'Is urgent')] });
  const calm = [reason('y', 1), reason('z', -1)];
  const b = row('b', { risk_score: 12, outcome: 'approve', reasons: calm });

  it('are compared by score and by what only one has', () => {
    expect(scoreWords(a, b)).toBe('A scores 83 points more.');
    expect(scoreWords(b, a)).toBe('B scores 83 points more.');
    expect(scoreWords(a, a)).toBe('Both score 95 of 100.');
    expect(scoreWords(a, row('c', { risk_score: 94 }))).toContain('1 point more, with the same');
    expect(onlyIn(a, b)).toEqual(['Has a link']);
    expect(onlyIn(b, a)).toEqual([]);
  });
});
