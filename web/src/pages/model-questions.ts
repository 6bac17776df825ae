// What is asked before the judges are changed, and what is said afterwards.
import type { ModelVersion } from '../api/model-types';
import type { ModelAction } from '../components/model-entry';
import { modelName } from '../format/model-words';

/** A first share that cannot hurt much. */
const SHARE_FIRST = 5;

export interface ModelQuestion {
  title: string;
  text: string;
  verb: string;
  share?: number;
  done: string;
}

export function modelQuestion(model: ModelVersion, action: ModelAction): ModelQuestion {
  const name = modelName(model);
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
        title: `Roll back ${model.id}?`,
        text: `The champion before version ${model.version} judges from the next event on.`,
        verb: 'Roll back',
        done: 'The champion before judges again',
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
