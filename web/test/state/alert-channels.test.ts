// The channels that alerts go to: reading and trying them, and their words.
import { describe, expect, it } from 'vitest';
import type { AlertChannel } from '../../src/api/alert-channels';
import { Http } from '../../src/api/http';
import {
  channelSentence,
  lastWords,
  noChannelWords,
  testWords,
} from '../../src/format/channel-words';
import { AlertChannels } from '../../src/state/alert-channels';
import { at } from '../samples';

const channel = (part: Partial<AlertChannel> = {}): AlertChannel => ({
  name: 'on call',
  tenant: 'default',
  target: 'events.example.test',
  state: 'ok',
  last_result: '200 ok',
  last_attempt_at: at(0),
  last_success_at: at(0),
  delivered: 1204,
  backlog: 0,
  dead_letters: 0,
  ...part,
});

function serving(answers: Record<string, [status: number, body: unknown]>) {
  const asked: string[] = [];
  const http = new Http(async (path, init) => {
    asked.push(`${init.method} ${path}`);
    const [status, body] = answers[`${init.method} ${path}`] ?? [404, { detail: 'nothing' }];
    return new Response(JSON.stringify(body), { status });
  });
  return { store: new AlertChannels(http), asked };
}

const LIST = 'GET /alerts/channels';
const TEST = 'POST /alerts/channels/on%20call/test';

describe('AlertChannels', () => {
  it('has none where the server knows of none', async () => {
    const { store } = serving({});
    await store.load();
    expect(store.value).toMatchObject({ channels: [], problem: '' });
  });

  it('keeps what is shown when a later reading fails', async () => {
    const answers: Record<string, [number, unknown]> = { [LIST]: [200, { data: [channel()] }] };
    const { store } = serving(answers);
    await store.load();
    answers[LIST] = [503, { detail: 'Not now.' }];
    await store.load();
    expect(store.value).toMatchObject({ channels: [channel()], problem: 'Not now.' });
  });

  it('tells what the receiver said to a test, and reads again', async () => {
    const { store, asked } = serving({
      [LIST]: [200, { data: [channel()] }],
      [TEST]: [200, { delivered: true, status: 200, answer: 'ok', error: null }],
    });
    await store.test('on call');
    expect(asked).toEqual([TEST, LIST]);
    expect(store.value.testing).toBeNull();
    expect(store.value.tests['on call']).toBe('The test alert was delivered (status 200): ok');
  });

  it('tells a refusal of a test', async () => {
    const { store } = serving({ [LIST]: [200, { data: [] }], [TEST]: [403, { detail: 'No.' }] });
    await store.test('on call');
    expect(store.value.tests['on call']).toBe('No.');
  });
});

describe('words of a channel', () => {
  it('count only what there is', () => {
    expect(channelSentence(channel())).toBe('1,204 delivered');
    expect(channelSentence(channel({ backlog: 12, dead_letters: 2 }))).toBe(
      '1,204 delivered, 12 waiting, 2 given up',
    );
  });

  it('say who is told where there is none', () => {
    expect(noChannelWords(true).join()).toContain('sent to nobody');
    expect(noChannelWords(false).join()).toContain('whoever runs this installation');
  });

  it('say when it was tried last, and with what result', () => {
    expect(lastWords(channel())).toMatch(/^Last attempt .*: 200 ok$/);
    expect(lastWords(channel({ last_attempt_at: null }))).toBe('Nothing was sent yet.');
  });

  it('say why a test did not arrive', () => {
    const lost = { delivered: false, status: null, answer: null, error: 'no route' };
    expect(testWords(lost)).toBe('It was not delivered: no route');
    expect(testWords({ ...lost, error: null })).toBe('It was not delivered.');
  });
});
