// What a tenant may set for itself: reading how it stands, and changing some of it at once.
import {
  count,
  type Decoder,
  DecodeError,
  list,
  nullable,
  number,
  object,
  oneOf,
  text,
} from './decode/read';
import type { Http } from './http';

export type SettingValue = number | boolean | string;
export const SETTING_TYPES = ['integer', 'boolean', 'choice', 'text'] as const;
/** `file`: as the configuration file says; `tenant`: set here. */
export const SETTING_SOURCES = ['file', 'tenant'] as const;

export interface Setting {
  key: string;
  value: SettingValue;
  default: SettingValue;
  source: (typeof SETTING_SOURCES)[number];
  type: (typeof SETTING_TYPES)[number];
  min: number | null;
  /** Of text: bytes. */
  max: number | null;
  choices: string[] | null;
  doc: string;
}

/** How long one kind of data is kept; the configuration file's alone. */
export interface Retention {
  key: string;
  /** 0: for ever. */
  days: number;
  doc: string;
}

export interface Settings {
  settings: Setting[];
  retention: Retention[];
}

/** Null goes back to what the configuration file says. */
export type SettingChanges = Record<string, SettingValue | null>;

const value: Decoder<SettingValue> = (found, path) => {
  if (typeof found === 'number' || typeof found === 'boolean' || typeof found === 'string')
    return found;
  throw new DecodeError(path, 'a number, a text, true or false');
};

const settings = list(
  object<Setting>({
    key: text,
    value,
    default: value,
    source: oneOf(SETTING_SOURCES),
    type: oneOf(SETTING_TYPES),
    min: nullable(number),
    max: nullable(number),
    choices: nullable(list(text, 50)),
    doc: text,
  }),
  200,
);

const retention = list(object<Retention>({ key: text, days: count, doc: text }), 50);

export const readSettings = (http: Http) =>
  http.send('GET', '/settings', object<Settings>({ settings, retention }));

/** All of them or none. */
export const changeSettings = (http: Http, changes: SettingChanges) =>
  http.send('PUT', '/settings', () => null, { body: { settings: changes } });
