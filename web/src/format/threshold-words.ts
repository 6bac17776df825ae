// The thresholds of review in words: what holds now, who set it, and why a decision came out so.
import type { ReviewGoal, ThresholdChange } from '../api/threshold-types';
import type { Explained, Kind } from '../api/types';
import { exact, percent } from './number';
import { aboutWord } from './model-words';

/** Who the server says that it is when it holds a goal of the settings. */
const GOAL_KEEPER = 'goal';
const DECIMALS_MAX = 4;

export const isSet = (goal: ReviewGoal): boolean =>
  goal.alerts_per_day !== null || goal.false_positive_rate_max !== null;

/** 20.5 -> "20.5", 5 -> "5" */
export const points = (value: number, decimals = 2): string =>
  String(Number(value.toFixed(decimals)));

export function goalWords({ alerts_per_day: alerts, false_positive_rate_max: rate }: ReviewGoal) {
  return [
    alerts === null ? '' : `${exact(alerts)} reviews a day`,
    rate === null ? '' : `at most ${percent(rate)} of genuine payments flagged`,
  ]
    .filter(Boolean)
    .join(' and ');
}

const byWords = (by: string, goal: ReviewGoal): string => {
  if (by !== GOAL_KEEPER) return `set by hand${by ? ` by ${by}` : ''}`;
  return isSet(goal) ? `set by the goal of ${goalWords(goal)}` : 'set by a goal of the settings';
};

/** What holds now for payments or messages; goals are about transactions only. */
export function thresholdSentence(
  about: Kind,
  change: ThresholdChange | null,
  goal: ReviewGoal,
): string {
  const who = aboutWord[about];
  if (change && change.review_from !== null) {
    return (
      `${who} are reviewed from ${points(change.review_from)} points of risk on; ` +
      `${byWords(change.by, goal)}.`
    );
  }
  const levels = `${who} are reviewed by the levels of the settings.`;
  return about === 'transaction' && isSet(goal)
    ? `${levels} The goal of ${goalWords(goal)} sets a threshold once enough is measured.`
    : levels;
}

/** Of one change, for the table. */
export const changeAuthor = ({ by }: ThresholdChange): string =>
  by === GOAL_KEEPER ? 'Goal of the settings' : by || 'By hand';

export const changeWords = ({ review_from: from }: ThresholdChange): string =>
  from === null ? 'levels of the settings' : points(from);

/** 100 × probability and the points of rules, not rounded: what the threshold is compared with. */
export function riskPoints({ fraud_probability: probability, rules }: Explained): number | null {
  if (probability === null) return null;
  return 100 * probability + rules.reduce((sum, { score }) => sum + (score ?? 0), 0);
}

/** Under which threshold it was decided; nothing where none held. */
export function decidedUnder(decision: Explained): string | null {
  const { outcome, review_from: from } = decision;
  if (from === null) return null;
  if (outcome === 'decline') {
    const told = 'only tells a review from an approval';
    return `Declined: the threshold of review, ${points(from)} points then, ${told}.`;
  }
  const risk = riskPoints(decision);
  const [said, limit] = apart(risk ?? decision.risk_score, from);
  const told = `its risk of ${said} points`;
  return outcome === 'review'
    ? `Reviewed because ${told} reached the threshold of ${limit} that held then.`
    : `Approved because ${told} stayed below the threshold of ${limit} that held then.`;
}

/** Both with as few decimals as still tell them apart. */
function apart(risk: number, from: number): [risk: string, from: string] {
  const limit = points(from);
  const looksEqual = (decimals: number) => risk !== from && points(risk, decimals) === limit;
  let decimals = 1;
  while (decimals < DECIMALS_MAX && looksEqual(decimals)) decimals += 1;
  return [points(risk, decimals), points(from, Math.max(2, decimals))];
}
