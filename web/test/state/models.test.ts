// The registry, a training, and the monitoring as the models page sees them.
import { describe, expect, it } from 'vitest';
import { Http } from '../../src/api/http';
import { ModelRegistry, modelsAbout } from '../../src/state/model-registry';
import { MonitoringView } from '../../src/state/monitoring-view';
import { linesOf, Retraining } from '../../src/state/retraining';
import { model, monitoring, retrainReport, training } from '../samples';

interface Asked {
  line: string;
  body: unknown;
}

/** Answers by "METHOD /path"; what is not listed is 404. */
function serving(answers: Record<string, [status: number, body: unknown]>) {
  const asked: Asked[] = [];
  const http = new Http(async (path, init) => {
    const line = `${init.method} ${path}`;
    asked.push({ line, body: init.body ? JSON.parse(String(init.body)) : null });
    const [status, body] = answers[line] ?? [404, { detail: 'nothing is at this path' }];
    return new Response(JSON.stringify(body), { status });
  });
  return { http, asked };
}

const registry = {
  data: [model()],
  previous: { transaction: { id: 'transaction-gbt', version: 2 }, message: null },
  training: training({ state: 'idle', progress: 0 }),
};

describe('ModelRegistry', () => {
  it('reads again after a change', async () => {
    const { http, asked } = serving({
      'GET /models': [200, registry],
      'POST /models/m/activate': [202, {}],
      'PUT /models/m/challenger': [202, {}],
    });
    const store = new ModelRegistry(http);
    expect(await store.activate('m', null)).toBeNull();
    expect(await store.challenge('m', 2, 10)).toBeNull();
    expect(asked.map(({ line }) => line)).toEqual([
      'POST /models/m/activate',
      'GET /models',
      'PUT /models/m/challenger',
      'GET /models',
    ]);
    expect(asked[0]?.body).toEqual({});
    expect(asked[2]?.body).toEqual({ version: 2, share_percent: 10 });
    expect(store.value.models).toHaveLength(1);
  });

  it('gives the words of a refusal and keeps what is shown', async () => {
    const { http, asked } = serving({
      'GET /models': [200, registry],
      'POST /models/m/activate': [409, { detail: 'No other model has judged before.' }],
    });
    const store = new ModelRegistry(http);
    await store.load();
    expect(await store.activate('m', null)).toBe('No other model has judged before.');
    expect(asked).toHaveLength(2);
    expect(store.value.models).toHaveLength(1);
  });

  it('knows what a roll-back brings back, and reads the card as text', async () => {
    const { http } = serving({
      'GET /models': [200, registry],
      'GET /models/transaction-gbt/card?version=3': [200, '# a card'],
    });
    const store = new ModelRegistry(http);
    await store.load();
    expect(store.value.previous.transaction).toEqual({ id: 'transaction-gbt', version: 2 });
    expect(store.value.previous.message).toBeNull();
    expect(await store.card(model())).toEqual({ card: '"# a card"' });
    const missing = await store.card(model({ version: 9 }));
    expect(missing).toEqual({ problem: 'nothing is at this path' });
  });

  it('lists the judges first', () => {
    const all = [
      model({ version: 1, state: 'standby' }),
      model({ version: 2, state: 'standby' }),
      model({ version: 3, state: 'challenger' }),
      model({ version: 4 }),
      model({ id: 'message-lr', about: 'message' }),
    ];
    const versions = modelsAbout(all, 'transaction').map(({ version }) => version);
    expect(versions).toEqual([4, 3, 2, 1]);
  });
});

describe('Retraining', () => {
  const wire = {
    ...retrainReport(),
    scam_samples: 2,
    metrics: { before: { auc: 0.99557 }, after: { auc: 0.99548 } },
  };

  it('ends with the outcome of the answer', async () => {
    const { http, asked } = serving({ 'POST /retrain': [200, wire] });
    const store = new Retraining(http);
    await store.start({ scam_messages: ['a'], legitimate_messages: [] });
    expect(store.value).toMatchObject({ phase: 'done', report: retrainReport() });
    expect(asked[0]?.body).toEqual({ scam_messages: ['a'], legitimate_messages: [] });
  });

  it('goes on by the live channel where the answer came first', async () => {
    const { http } = serving({ 'POST /retrain': [202, { status: 'Training', job: 3 }] });
    const store = new Retraining(http);
    await store.start({ source: 'labels', days: 30 });
    expect(store.value.phase).toBe('running');
    store.follow(training({ progress: 0.7 }));
    expect(store.value.progress).toBe(0.7);
    store.follow(training({ state: 'done', progress: 1, result: retrainReport() }));
    expect(store.value).toMatchObject({ phase: 'done', report: { activated: true } });
  });

  it('says why nothing was trained, in either way', async () => {
    const { http } = serving({ 'POST /retrain': [422, { detail: 'Too few frauds.' }] });
    const store = new Retraining(http);
    await store.start({ source: 'labels', days: 30 });
    expect(store.value).toMatchObject({ phase: 'failed', problem: 'Too few frauds.' });
    store.follow(training({ state: 'failed', progress: 1, message: 'No memory.' }));
    expect(store.value.problem).toBe('No memory.');
    store.follow(training({ state: 'idle' }));
    expect(store.value.phase).toBe('failed');
    store.follow(training({ state: 'busy' }));
    expect(store.value.phase, 'what another tenant trains is not told').toBe('failed');
  });

  it('takes one message a line', () => {
    expect(linesOf(' a \r\n\n b\n')).toEqual(['a', 'b']);
    expect(linesOf(' \n')).toEqual([]);
  });
});

describe('MonitoringView', () => {
  it('asks for the days and keeps them', async () => {
    const { http, asked } = serving({ 'GET /monitoring?days=7': [200, monitoring()] });
    const store = new MonitoringView(http);
    await store.load(7);
    expect(asked[0]?.line).toBe('GET /monitoring?days=7');
    expect(store.value).toMatchObject({ phase: 'ready', days: 7, figures: { maturity_days: 7 } });
  });

  it.each([
    ['a server that does not measure', 404, {}],
    ['a first run that is not done', 200, { ...monitoring(), computed_at: null }],
  ])('is absent with %s', async (_what, status, body) => {
    const { http } = serving({ 'GET /monitoring?days=30': [status, body] });
    const store = new MonitoringView(http);
    await store.load();
    expect(store.value).toMatchObject({ phase: 'absent', problem: '' });
  });

  it('fails in words otherwise', async () => {
    const { http } = serving({ 'GET /monitoring?days=30': [503, { detail: 'No store.' }] });
    const store = new MonitoringView(http);
    await store.load();
    expect(store.value).toMatchObject({ phase: 'failed', problem: 'No store.' });
  });
});
