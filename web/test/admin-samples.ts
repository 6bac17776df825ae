// Samples of what administration reads.
import type { Certificate } from '../src/api/erasures';
import type { Tenant } from '../src/api/tenants';
import { at } from './samples';

export const certificate = (part: Partial<Certificate> = {}): Certificate => ({
  id: 1,
  erased_at: at(0),
  kind: 'customer',
  subject: 'erased_1',
  reason: 'asked for',
  by: 'mia',
  rows: { decisions: 3 },
  log_to: 40,
  audit: { seq: 9, hash: 'ab' },
  ...part,
});

export const tenant = (part: Partial<Tenant> = {}): Tenant => ({
  id: 'north',
  name: 'North',
  state: 'active',
  created_at: at(0),
  branding: { name: null, colour: null, logo: null },
  keys: 1,
  users: 0,
  decisions: 0,
  ...part,
});
