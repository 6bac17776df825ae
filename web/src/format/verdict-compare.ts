// Two verdicts beside each other, in words.
import type { Explained } from '../api/types';

/** Which scores higher and by how much. */
export function scoreWords(a: Explained, b: Explained): string {
  const by = Math.abs(a.risk_score - b.risk_score);
  if (by === 0) return `Both score ${a.risk_score} of 100.`;
  const higher = a.risk_score > b.risk_score ? 'A' : 'B';
  const points = by === 1 ? '1 point' : `${by} points`;
  const same = a.outcome === b.outcome ? ', with the same outcome' : '';
  return `${higher} scores ${points} more${same}.`;
}

const MAIN_MAX = 5;

/** What raises the risk of one text and not of the other. */
export function onlyIn(own: Explained, other: Explained): string[] {
  const codes = new Set(
    other.reasons.filter((each) => (each.contribution ?? 0) > 0).map((each) => each.code),
  );
  return own.reasons
    .filter(({ code, contribution }) => (contribution ?? 0) > 0 && !codes.has(code))
    .filter(({ code }) => code !== 'other')
    .map(({ text }) => text)
    .slice(0, MAIN_MAX);
}
