// Decoders of keys, users, sessions and the audit chain.
import type {
  ApiKey,
  AuditReport,
  AuditRow,
  NewKey,
  OpenSession,
  User,
} from '../access-types';
import { type Branding, type Page, ROLES } from '../types';
import {
  count,
  type Decoder,
  fields,
  flag,
  list,
  nullable,
  number,
  object,
  oneOf,
  text,
  time,
} from './read';

const ROWS_MAX = 1000;

const keyShape = {
  id: text,
  prefix: text,
  role: oneOf(ROLES),
  label: text,
  addresses: nullable(text),
  created_at: time,
  expires_at: nullable(time),
  revoked_at: nullable(time),
};

export const newKey = object<NewKey>({ ...keyShape, key: text });

export const branding = object<Branding>({
  name: nullable(text),
  colour: nullable(text),
  logo: nullable(text),
});

export const user = object<User>({
  name: text,
  role: oneOf(ROLES),
  disabled: flag,
  totp: flag,
  created_at: time,
  password_at: time,
});

const openSession = object<OpenSession>({
  id: text,
  name: text,
  role: oneOf(ROLES),
  address: text,
  opened_at: time,
  used_at: time,
  expires_at: time,
});

const auditRow = object<AuditRow>({
  seq: number,
  time,
  actor: text,
  role: text,
  address: text,
  action: text,
  object: text,
  outcome: text,
  detail: text,
  hash: text,
});

const dataOf = <T>(row: Decoder<T>): Decoder<T[]> => {
  const rows = list(row, ROWS_MAX);
  return (value, path) => rows(fields(value, path).data, `${path}/data`);
};

export const keys = dataOf(object<ApiKey>(keyShape));
export const users = dataOf(user);
export const sessions = dataOf(openSession);
export const auditPage = object<Page<AuditRow>>({
  data: list(auditRow, ROWS_MAX),
  next_cursor: nullable(text),
});

export const auditReport = object<AuditReport>({
  intact: flag,
  rows: count,
  bad_seq: nullable(number),
  damage: nullable(text),
  message: nullable(text),
  anchor: text,
});
