// The queue of cases and the case that is open.
import { describe, expect, it } from 'vitest';
import { AlertSteps } from '../../src/state/alert-steps';
import { CaseQueue } from '../../src/state/case-queue';
import { CaseWork } from '../../src/state/case-work';
import { caseDetail, caseRow, casesPage } from '../case-samples';
import { serving } from '../serving';

const QUEUE = 'GET /cases?limit=50';
const CASE = 'GET /cases/c-1';
const CHANGE = 'PATCH /cases/c-1';

describe('CaseQueue', () => {
  const filter = { view: 'queue', entity: '' } as const;
  const three = casesPage([caseRow('c-1'), caseRow('c-2'), caseRow('c-3')]);

  it('walks through its rows and stays within them', async () => {
    const { http } = serving({ [QUEUE]: [[200, three]] });
    const queue = new CaseQueue(http);
    expect(queue.beside(null, 1)).toBeNull();
    await queue.show(filter);
    expect(queue.beside(null, 1)).toBe('c-1');
    expect(queue.beside('c-1', 1)).toBe('c-2');
    expect(queue.beside('c-3', 1)).toBe('c-3');
    expect(queue.beside('c-1', -1)).toBe('c-1');
  });

  it('names the case that follows one that is done', async () => {
    const { http } = serving({ [QUEUE]: [[200, three]] });
    const queue = new CaseQueue(http);
    await queue.show(filter);
    expect(queue.drop('c-2')).toBe('c-3');
    expect(queue.drop('c-3')).toBe('c-1');
    expect(queue.drop('c-1')).toBeNull();
  });

  it('asks for the view and adds pages without doubles', async () => {
    const { http, asked } = serving({
      'GET /cases?assigned_to=me&limit=50&entity=card%3Aa': [
        [200, casesPage([caseRow('c-1')], 'more')],
      ],
      'GET /cases?assigned_to=me&limit=50&entity=card%3Aa&cursor=more': [
        [200, casesPage([caseRow('c-1'), caseRow('c-2')])],
      ],
    });
    const queue = new CaseQueue(http);
    await queue.show({ view: 'mine', entity: 'card:a' });
    await queue.more();
    expect(queue.value.rows?.map(({ id }) => id)).toEqual(['c-1', 'c-2']);
    expect(queue.value.next).toBeNull();
    await queue.more();
    expect(asked).toHaveLength(2);
  });

  it('keeps what is shown when the server fails', async () => {
    const { http } = serving({ [QUEUE]: [[200, three], [503, { detail: 'Away.' }]] });
    const queue = new CaseQueue(http);
    await queue.show(filter);
    await queue.again();
    expect(queue.value.rows).toHaveLength(3);
    expect(queue.value.problem).toBe('Away.');
  });
});

describe('CaseWork', () => {
  it('sends the version that was seen', async () => {
    const { http, asked } = serving({
      [CASE]: [[200, caseDetail('c-1', { version: 3 })]],
      [CHANGE]: [[200, caseRow('c-1', { version: 4, assigned_to: 'anna' })]],
    });
    const work = new CaseWork(http);
    await work.open('c-1');
    const result = await work.change({ assigned_to: 'me' });
    expect(result).toMatchObject({ kind: 'done', now: { assigned_to: 'anna' } });
    expect(asked[1]).toBe(`${CHANGE} {"version":3,"assigned_to":"me"}`);
    expect(work.value.busy).toBe(false);
  });

  it('tells who was quicker and shows the case as it is', async () => {
    const { http } = serving({
      [CASE]: [
        [200, caseDetail('c-1')],
        [200, caseDetail('c-1', { version: 2, changed_by: 'bert' })],
      ],
      [CHANGE]: [[409, { title: 'Conflict', detail: 'changed', version: 2 }]],
    });
    const work = new CaseWork(http);
    await work.open('c-1');
    expect(await work.change({ outcome: 'inconclusive' })).toEqual({ kind: 'overtaken' });
    expect(work.value.detail?.version).toBe(2);
    expect(work.value.overtaken).toContain('bert changed it meanwhile');
  });

  it('follows a newer version in the queue, and only of its own case', async () => {
    const { http, asked } = serving({
      [CASE]: [
        [200, caseDetail('c-1')],
        [200, caseDetail('c-1', { version: 2, changed_by: null })],
      ],
    });
    const work = new CaseWork(http);
    await work.open('c-1');
    await work.follow(caseRow('c-2', { version: 9 }), 'anna');
    await work.follow(caseRow('c-1', { version: 1 }), 'anna');
    expect(asked).toHaveLength(1);
    await work.follow(caseRow('c-1', { version: 2 }), 'anna');
    expect(work.value.overtaken).toContain('A new alert joined');
  });

  it('has no words about what was done here', async () => {
    const mine = { version: 2, changed_by: 'anna' };
    const { http } = serving({
      [CASE]: [
        [200, caseDetail('c-1')],
        [200, caseDetail('c-1', mine)],
      ],
    });
    const work = new CaseWork(http);
    await work.open('c-1');
    await work.follow(caseRow('c-1', mine), 'anna');
    expect(work.value.detail?.version).toBe(2);
    expect(work.value.overtaken).toBe('');
  });

  it('gives the words of a refusal', async () => {
    const { http } = serving({
      [CASE]: [[200, caseDetail('c-1')]],
      [CHANGE]: [[422, { detail: 'Nobody has that name.' }]],
    });
    const work = new CaseWork(http);
    await work.open('c-1');
    expect(await work.change({ assigned_to: 'x' })).toEqual({
      kind: 'failed',
      problem: 'Nobody has that name.',
    });
  });
});

describe('AlertSteps', () => {
  it('remembers what was done, also by somebody else', async () => {
    const { http } = serving({
      'POST /alerts/al_1/acknowledge': [[200, null]],
      'POST /alerts/al_2/resolve': [[409, { detail: 'alert is already resolved by bert' }]],
    });
    const steps = new AlertSteps(http);
    expect(await steps.take('al_1', 'acknowledge')).toBeNull();
    expect(await steps.take('al_2', 'resolve')).toContain('bert');
    expect([...steps.value]).toEqual([
      ['al_1', 'acknowledged'],
      ['al_2', 'resolved'],
    ]);
  });

  it('finds the case of an alert', async () => {
    const { http } = serving({
      'GET /cases?state=all&decision=dec_1': [[200, casesPage([caseRow('c-7')])]],
      'GET /cases?state=all&decision=dec_2': [[200, casesPage([])]],
    });
    const steps = new AlertSteps(http);
    expect(await steps.caseOf('dec_1')).toEqual({ id: 'c-7' });
    expect(await steps.caseOf('dec_2')).toHaveProperty('problem');
  });
});
