// Words about settings: every one of the server's table has a name.
import { describe, expect, it } from 'vitest';
import table from '../../../src/domain/tenant_settings.cpp?raw';
import type { Setting } from '../../src/api/settings';
import {
  changesWords,
  ownSettings,
  daysWords,
  settingGroups,
  settingName,
  settingText,
} from '../../src/format/setting-words';

const row = (key: string) => ({ key }) as Setting;

describe('words for settings', () => {
  it('differ for each row of the table', () => {
    const keys = [...table.matchAll(/SettingRow\{"([a-z_.]+)"/g)].map((found) => found[1] ?? '');
    expect(keys.length).toBeGreaterThan(5);
    expect(new Set(keys.map(settingName)).size).toBe(keys.length);
    expect(settingName('retention.decisions_days')).toBe('Decisions days');
  });

  it('read as values', () => {
    expect([true, false, '', 'review', 'EUR', 85].map(settingText)).toEqual([
      'yes',
      'no',
      'empty',
      'Review',
      'EUR',
      '85',
    ]);
  });

  it('say how long something is kept', () => {
    expect([0, 1, 730].map(daysWords)).toEqual(['for ever', '1 day', '730 days']);
  });

  it('stand in groups, in the order of the server', () => {
    const rows = ['decision.a', 'default_currency', 'alerts.b', 'decision.c'].map(row);
    const named = settingGroups(rows).map(([name, all]) => [name, all.map(({ key }) => key)]);
    expect(named).toEqual([
      ['Decisions', ['decision.a', 'decision.c']],
      ['General', ['default_currency']],
      ['Alerts', ['alerts.b']],
    ]);
  });

  it('tell what a tenant had set, where it had', () => {
    expect(ownSettings({ 'decision.high_from': '50', 'decision.high_outcome': 'review' })).toBe(
      'High from: 50, Outcome of High: Review',
    );
    expect([null, {}].map(ownSettings)).toEqual([null, null]);
  });

  it('count what is not saved', () => {
    expect([1, 2].map(changesWords)).toEqual(['1 change is not saved', '2 changes are not saved']);
  });
});
