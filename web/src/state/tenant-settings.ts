// The tenant's settings: as they stand, what is changed here but not yet saved, and what was wrong.
import { errorWords, fieldProblems, type Http } from '../api/http';
import {
  changeSettings,
  type Retention,
  readSettings,
  type Setting,
  type SettingChanges,
  type SettingValue,
} from '../api/settings';
import { Store } from './store';

const POINTER = '/settings/';

export interface SettingsState {
  /** Null while they are read. */
  rows: Setting[] | null;
  retention: Retention[];
  draft: SettingChanges;
  /** By key. */
  problems: Record<string, string>;
  /** About all of them together. */
  problem: string;
  busy: boolean;
}

/** What a field shows: the change where there is one, else how it stands. */
export function shownValue({ key, value, default: standard }: Setting, draft: SettingChanges) {
  const changed = draft[key];
  return changed === undefined ? value : (changed ?? standard);
}

/** Whether saving would leave or make it the tenant's own. */
export const isOwn = ({ key, source }: Setting, draft: SettingChanges): boolean =>
  draft[key] === undefined ? source === 'tenant' : draft[key] !== null;

export class TenantSettings extends Store<SettingsState> {
  constructor(private readonly http: Http) {
    super({ rows: null, retention: [], draft: {}, problems: {}, problem: '', busy: false });
  }

  async load(): Promise<void> {
    try {
      const { settings: rows, retention } = await readSettings(this.http);
      this.set({ ...this.value, rows, retention, problem: '' });
    } catch (error) {
      this.set({ ...this.value, problem: errorWords(error) });
    }
  }

  /** `value`: null for what the configuration file says. */
  edit({ key, value: now, source }: Setting, value: SettingValue | null): void {
    const { [key]: _before, ...others } = this.value.draft;
    const { [key]: _said, ...problems } = this.value.problems;
    const same = value === null ? source === 'file' : value === now;
    this.set({ ...this.value, draft: same ? others : { ...others, [key]: value }, problems });
  }

  discard(): void {
    this.set({ ...this.value, draft: {}, problems: {}, problem: '' });
  }

  /** True where all of them were taken. */
  async save(): Promise<boolean> {
    const { draft, busy } = this.value;
    if (busy || Object.keys(draft).length === 0) return false;
    this.set({ ...this.value, busy: true, problem: '', problems: {} });
    try {
      await changeSettings(this.http, draft);
    } catch (error) {
      const problems = byKey(fieldProblems(error));
      const problem = Object.keys(problems).length ? '' : errorWords(error);
      this.set({ ...this.value, busy: false, problems, problem });
      return false;
    }
    // Reading them again could still find the former ones: the answer says that all are taken.
    const rows = this.value.rows?.map((row) => after(row, draft)) ?? null;
    this.set({ ...this.value, rows, draft: {}, problems: {}, problem: '', busy: false });
    return true;
  }
}

function after(row: Setting, draft: SettingChanges): Setting {
  const source = isOwn(row, draft) ? 'tenant' : 'file';
  return { ...row, value: shownValue(row, draft), source };
}

/** A key in a JSON pointer has its own way of writing "/" and "~". */
function byKey(problems: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(problems)
      .filter(([pointer]) => pointer.startsWith(POINTER))
      .map(([pointer, words]) => [
        pointer.slice(POINTER.length).replaceAll('~1', '/').replaceAll('~0', '~'),
        words,
      ]),
  );
}
