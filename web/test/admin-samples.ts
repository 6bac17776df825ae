// Samples of what administration reads.
import type { Tenant } from '../src/api/tenants';
import { at } from './samples';

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
