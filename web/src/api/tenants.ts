// Who shares the installation. The operator's people see and change all, others see their own.
import type { NewKey } from './access-types';
import { branding, newKey } from './decode/access';
import { count, fields, list, object, oneOf, text, time } from './decode/read';
import type { Http } from './http';
import type { Branding } from './types';

export const TENANT_STATES = ['active', 'suspended'] as const;
export type TenantState = (typeof TENANT_STATES)[number];

export interface Tenant {
  id: string;
  name: string;
  state: TenantState;
  created_at: string;
  branding: Branding;
  /** That are not revoked. */
  keys: number;
  users: number;
  decisions: number;
}

export interface TenantRequest {
  id: string;
  name?: string;
}

export interface TenantChange {
  name?: string;
  state?: TenantState;
  branding?: Branding;
}

/** `key`: the first admin key, whose text is in this answer only. */
export interface NewTenant {
  tenant: Tenant;
  key: NewKey;
}

const TENANTS_MAX = 1000;

const tenant = object<Tenant>({
  id: text,
  name: text,
  state: oneOf(TENANT_STATES),
  created_at: time,
  branding,
  keys: count,
  users: count,
  decisions: count,
});

const tenants = list(tenant, TENANTS_MAX);

export const readTenants = (http: Http) =>
  http.send('GET', '/tenants', (found, path) => tenants(fields(found, path).data, `${path}/data`));

export const createTenant = (http: Http, body: TenantRequest) =>
  http.send('POST', '/tenants', object<NewTenant>({ tenant, key: newKey }), { body });

export const changeTenant = (http: Http, id: string, body: TenantChange) =>
  http.send('PATCH', `/tenants/${encodeURIComponent(id)}`, tenant, { body });
