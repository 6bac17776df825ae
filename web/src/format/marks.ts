// Where a message holds what the reasons name: its text in pieces, some with a reason.
import type { Reason } from '../api/types';
import { LINK_CODES, signalPhrases, signalShapes } from './signal-phrases';

export interface Piece {
  text: string;
  /** What the piece stands for; null for plain text. */
  reason: Reason | null;
}

interface Span {
  from: number;
  to: number;
  reason: Reason;
}

/** Letters of other alphabets that are drawn like ours; each stands for one character. */
const LOOKALIKES: Record<string, string> = {
  а: 'a',
  с: 'c',
  е: 'e',
  о: 'o',
  р: 'p',
  х: 'x',
  у: 'y',
  і: 'i',
  ѕ: 's',
  ο: 'o',
  α: 'a',
  ι: 'i',
};

/** Lower case in plain letters, as long as the text: places in one are places in the other. */
export function folded(text: string): string {
  let out = '';
  for (let index = 0; index < text.length; index++) {
    const unit = text.charAt(index);
    const lower = unit.toLowerCase();
    const same = lower.length === 1 ? lower : unit;
    out += LOOKALIKES[same] ?? same;
  }
  return out;
}

/** "within 00 h|loan*" in the notation of the phrases; blanks stand for anything between words. */
function phrasePattern(phrases: string): RegExp {
  const any = phrases
    .split('|')
    .map((phrase) =>
      [...phrase]
        .map((each) => {
          if (each === '0') return '\\d';
          if (each === '$') return '[$£€]';
          if (each === '*') return '[a-z]*';
          if (each === ' ') return "[\\s,.:;!?-]+";
          return /[a-z]/.test(each) ? `${each}['’]?` : `\\${each}`;
        })
        .join(''),
    )
    .sort((a, b) => b.length - a.length);
  return new RegExp(`(?<![a-z0-9])(?:${any.join('|')})(?![a-z0-9])`, 'g');
}

/** "Worded like known scams: unlock, 00000" -> the words. */
function namedWords({ text }: Reason): string[] {
  const colon = text.indexOf(': ');
  if (colon === -1) return [];
  return text
    .slice(colon + 2)
    .split(', ')
    .map((word) => word.trim().toLowerCase())
    .filter(Boolean);
}

function spansOf(reason: Reason, text: string, plain: string): Span[] {
  const { code } = reason;
  const found: RegExpMatchArray[] = [];
  const shape = signalShapes[LINK_CODES.includes(code) ? 'contains_link' : code];
  if (shape) found.push(...text.matchAll(shape));
  const phrases = signalPhrases[code];
  if (phrases) found.push(...plain.matchAll(phrasePattern(phrases)));
  const words = code === 'wording' ? namedWords(reason) : [];
  if (words.length) found.push(...plain.matchAll(phrasePattern(words.join('|'))));
  return found.flatMap(([hit], index) => {
    const from = found[index]?.index ?? 0;
    return hit ? [{ from, to: from + hit.length, reason }] : [];
  });
}

/** Cut into pieces; where two reasons name the same place, the heavier one has it. */
export function markedPieces(text: string, reasons: Reason[]): Piece[] {
  const plain = folded(text);
  const heavy = reasons
    .filter(({ contribution }) => (contribution ?? 0) > 0)
    .sort((a, b) => rank(b) - rank(a));
  const taken: Span[] = [];
  for (const span of heavy.flatMap((reason) => spansOf(reason, text, plain))) {
    if (taken.every((each) => span.to <= each.from || span.from >= each.to)) taken.push(span);
  }
  taken.sort((a, b) => a.from - b.from);
  return pieces(text, taken);
}

/** Wording is heavy but tells least: what has a name of its own goes first. */
const rank = ({ code, contribution }: Reason): number =>
  code === 'wording' ? -1 : (contribution ?? 0);

function pieces(text: string, spans: Span[]): Piece[] {
  const out: Piece[] = [];
  let at = 0;
  for (const { from, to, reason } of spans) {
    if (from > at) out.push({ text: text.slice(at, from), reason: null });
    out.push({ text: text.slice(from, to), reason });
    at = to;
  }
  if (at < text.length) out.push({ text: text.slice(at), reason: null });
  return out;
}

/** Reasons that raise the risk but were found nowhere in the text. */
export function unmarkedReasons(pieces: Piece[], reasons: Reason[]): Reason[] {
  const seen = new Set(pieces.map(({ reason }) => reason?.code));
  return reasons.filter(
    ({ code, contribution }) => (contribution ?? 0) > 0 && code !== 'other' && !seen.has(code),
  );
}
