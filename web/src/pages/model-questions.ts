// What is asked before the judges or a threshold are changed, and what is said afterwards.
import type { ModelVersion } from '../api/model-types';
import type { ThresholdRequest } from '../api/threshold-types';
import type { ModelRef } from '../api/types';
import type { ModelAction } from '../components/model-entry';
import { aboutWord, modelName, rollbackVerb } from '../format/model-words';
import { points } from '../format/threshold-words';

/** A first share that cannot hurt much. */
const SHARE_FIRST = 5;

export interface ModelQuestion {
  title: string;
  text: string;
  verb: string;
  share?: number;
  done: string;
}

/** `previous`: the champion before, which a roll-back brings back. */
export function modelQuestion(
  model: ModelVersion,
  action: ModelAction,
  previous: ModelRef | null = null,
): ModelQuestion {
  const name = modelName(model);
  const before = previous ? modelName(previous) : 'The champion before';
  switch (action) {
    case 'activate':
      return {
        title: `Activate ${name}?`,
        text: 'It judges from the next event on. The present champion stands by.',
        verb: 'Activate',
        done: `Version ${model.version} judges now`,
      };
    case 'rollback':
      return {
        title: previous ? `${rollbackVerb(model, previous)}?` : `Roll back ${model.id}?`,
        text: `${before} judges again from the next event on, and ${name} stands by.`,
        verb: 'Roll back',
        done: `${before} judges again`,
      };
    case 'unchallenge':
      return {
        title: `End the challenge of ${name}?`,
        text: 'The champion decides on everything again. The version stands by.',
        verb: 'End challenge',
        done: 'The challenge has ended',
      };
    case 'challenge':
      return {
        title: `Let ${name} challenge the champion?`,
        text:
          'Both judge every event, so that they can be compared. The challenger decides on the ' +
          'share that you choose; with 0 it only watches.',
        verb: 'Set challenger',
        share: model.state === 'challenger' ? model.share_percent : SHARE_FIRST,
        done: `Version ${model.version} is the challenger`,
      };
  }
}

export function thresholdQuestion({ about, review_from: from }: ThresholdRequest): ModelQuestion {
  const who = aboutWord[about].toLowerCase();
  if (from === null) {
    return {
      title: `Review ${who} by the levels again?`,
      text: 'From the next event on the levels of the settings decide what is reviewed.',
      verb: 'Back to the levels',
      done: `The levels decide on ${who} again`,
    };
  }
  return {
    title: `Review ${who} from ${points(from)} points on?`,
    text:
      'It counts from the next event on: what reaches it is reviewed, what stays below is ' +
      'approved. What its level declines stays declined.',
    verb: 'Set threshold',
    done: `Reviewed from ${points(from)} points on: ${who}`,
  };
}
