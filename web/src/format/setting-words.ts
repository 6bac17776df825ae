// Words about settings: what each is called, how its value reads, and which belong together.
import type { Setting, SettingValue } from '../api/settings';
import { exact } from './number';

const names: Record<string, string> = {
  'decision.medium_from': 'Medium from',
  'decision.high_from': 'High from',
  'decision.critical_from': 'Critical from',
  'decision.low_outcome': 'Outcome of Low',
  'decision.medium_outcome': 'Outcome of Medium',
  'decision.high_outcome': 'Outcome of High',
  'decision.critical_outcome': 'Outcome of Critical',
  'decision.block_on_critical': 'Block by itself on Critical',
  'rules.base_risk.points': 'Points of base risk',
  'rules.account_pressure.points': 'Points of account pressure',
  'rules.known_sender.points': 'Points of a known sender',
  'alerts.min_level': 'Alerts from level',
  default_currency: 'Default currency',
  'access.allowed_addresses': 'Allowed addresses',
};

export const settingName = (key: string): string => {
  const last = key.slice(key.lastIndexOf('.') + 1).replaceAll('_', ' ');
  return names[key] ?? last.charAt(0).toUpperCase() + last.slice(1);
};

const outcomes: Record<string, string> = {
  approve: 'Approve',
  review: 'Review',
  decline: 'Decline',
};

export const choiceWord = (choice: string): string => outcomes[choice] ?? choice;

export function settingText(value: SettingValue): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value === '') return 'empty';
  return typeof value === 'number' ? String(value) : choiceWord(value);
}

/** How long something is kept. */
export const daysWords = (days: number): string =>
  days === 0 ? 'for ever' : days === 1 ? '1 day' : `${exact(days)} days`;

const groups: Record<string, string> = {
  decision: 'Decisions',
  rules: 'Built-in rules',
  alerts: 'Alerts',
  access: 'Access',
};
const OTHERS = 'General';

/** The rows under the heading of what stands before the dot in their keys, in their order. */
export function settingGroups(rows: Setting[]): [heading: string, rows: Setting[]][] {
  const found = new Map<string, Setting[]>();
  for (const row of rows) {
    const [prefix = ''] = row.key.includes('.') ? row.key.split('.') : [];
    const heading = groups[prefix] ?? OTHERS;
    found.set(heading, [...(found.get(heading) ?? []), row]);
  }
  return [...found];
}

export const changesWords = (count: number): string =>
  count === 1 ? '1 change is not saved' : `${count} changes are not saved`;

/** What a tenant had set for itself when something was decided, on one line. */
export const ownSettings = (settings: Record<string, string> | null): string | null =>
  Object.entries(settings ?? {})
    .map(([key, value]) => `${settingName(key)}: ${choiceWord(value)}`)
    .join(', ') || null;
