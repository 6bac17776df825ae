// How an alert channel does, and what came of a test, in words.
import type { AlertChannel, ChannelTest } from '../api/alert-channels';
import { exact } from './number';
import { dayAndTime } from './time';

const states: Record<string, string> = {
  ok: 'works',
  failing: 'failing',
  disabled: 'switched off by its receiver',
};

export const channelState = (state: string): string => states[state] ?? state.replaceAll('_', ' ');

export function channelSentence(channel: AlertChannel): string {
  const { delivered, backlog, dead_letters: dead } = channel;
  const waiting = backlog ? `${exact(backlog)} waiting` : '';
  const lost = dead ? `${exact(dead)} given up` : '';
  return [`${exact(delivered)} delivered`, waiting, lost].filter(Boolean).join(', ');
}

export function lastWords({ last_result: result, last_attempt_at: at }: AlertChannel): string {
  if (at === null) return 'Nothing was sent yet.';
  return `Last attempt ${dayAndTime(at)}${result ? `: ${result}` : ''}`;
}

/** Heading and explanation where there is no channel; `operators`: of the operator's tenant. */
export const noChannelWords = (operators: boolean): [head: string, words: string] =>
  operators
    ? ['No channel is set up', 'Alerts are shown here, and sent to nobody.']
    : [
        'No channel of your own is set up',
        'Alerts are shown here, and go to the channels of whoever runs this installation.',
      ];

export function testWords({ delivered, status, answer, error }: ChannelTest): string {
  const said = error ?? answer;
  const code = status === null ? '' : ` (status ${status})`;
  const head = delivered ? `The test alert was delivered${code}` : `It was not delivered${code}`;
  return said ? `${head}: ${said}` : `${head}.`;
}
