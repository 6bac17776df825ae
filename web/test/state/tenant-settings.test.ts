// What a tenant sets for itself: drafts, saving, and what is refused.
import { describe, expect, it } from 'vitest';
import type { Setting } from '../../src/api/settings';
import { isOwn, shownValue, TenantSettings } from '../../src/state/tenant-settings';
import { serving } from '../serving';

const setting = (key: string, part: Partial<Setting> = {}): Setting => ({
  key,
  value: 60,
  default: 60,
  source: 'file',
  type: 'integer',
  min: 1,
  max: 100,
  choices: null,
  doc: 'Points',
  ...part,
});
const HIGH = setting('decision.high_from');
const OWN = setting('decision.critical_from', { value: 90, default: 85, source: 'tenant' });
const KEPT = { key: 'retention.labels_days', days: 730, doc: 'Labels' };
const rows = (of: TenantSettings) =>
  of.value.rows?.map(({ key, value, source }) => [key, value, source]);

async function loaded(answer: [number, unknown] = [202, { status: 'accepted' }]) {
  const { http, asked } = serving({
    'GET /settings': [[200, { settings: [HIGH, OWN], retention: [KEPT] }]],
    'PUT /settings': [answer],
  });
  const settings = new TenantSettings(http);
  await settings.load();
  return { settings, asked };
}

describe('TenantSettings', () => {
  it('tells how long things are kept, also after a change was saved', async () => {
    const { settings } = await loaded();
    expect(settings.value.retention).toEqual([KEPT]);
    settings.edit(HIGH, 70);
    expect(await settings.save()).toBe(true);
    expect(settings.value.retention).toEqual([KEPT]);
  });

  it('keeps changes apart until they are saved, all at once', async () => {
    const { settings, asked } = await loaded();
    settings.edit(HIGH, 70);
    settings.edit(OWN, null);
    expect(shownValue(HIGH, settings.value.draft)).toBe(70);
    expect(shownValue(OWN, settings.value.draft)).toBe(85);
    expect([HIGH, OWN].map((each) => isOwn(each, settings.value.draft))).toEqual([true, false]);
    expect(await settings.save()).toBe(true);
    expect(asked.at(-1)).toBe(
      'PUT /settings {"settings":{"decision.high_from":70,"decision.critical_from":null}}',
    );
    expect(settings.value.draft).toEqual({});
    expect(rows(settings)).toEqual([
      [HIGH.key, 70, 'tenant'],
      [OWN.key, 85, 'file'],
    ]);
  });

  it('knows what is no change', async () => {
    const { settings, asked } = await loaded();
    settings.edit(HIGH, 70);
    settings.edit(HIGH, 60);
    settings.edit(HIGH, null);
    expect(settings.value.draft).toEqual({});
    expect(await settings.save()).toBe(false);
    expect(asked).toHaveLength(1);
  });

  it('puts the words of a refusal beside their field, and keeps the changes', async () => {
    const errors = [{ pointer: '/settings/decision.high_from', message: 'Too high.' }];
    const { settings } = await loaded([422, { detail: 'A field is wrong.', errors }]);
    settings.edit(HIGH, 99);
    expect(await settings.save()).toBe(false);
    expect(settings.value).toMatchObject({
      problems: { 'decision.high_from': 'Too high.' },
      problem: '',
      draft: { 'decision.high_from': 99 },
      busy: false,
    });
    settings.edit(HIGH, 80);
    expect(settings.value.problems).toEqual({});
    settings.discard();
    expect(settings.value.draft).toEqual({});
    expect(rows(settings)?.[0]).toEqual([HIGH.key, 60, 'file']);
  });

  it('says what is wrong with none of the fields', async () => {
    const { settings } = await loaded([503, { detail: 'Not now.' }]);
    settings.edit(HIGH, 70);
    await settings.save();
    expect(settings.value).toMatchObject({ problem: 'Not now.', problems: {} });
  });
});
