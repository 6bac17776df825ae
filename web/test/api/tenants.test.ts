// Tenants as the server sends them, and the look of one's own.
import { describe, expect, it } from 'vitest';
import { readSession } from '../../src/api/session';
import { changeTenant, createTenant, readTenants } from '../../src/api/tenants';
import { tenant } from '../admin-samples';
import { apiKey } from '../samples';
import { serving } from '../serving';

describe('tenants', () => {
  it('are read with what they hold', async () => {
    const rows = [tenant(), tenant({ id: 'south', state: 'suspended', decisions: 5 })];
    const { http } = serving({ 'GET /tenants': [[200, { data: rows }]] });
    expect(await readTenants(http)).toEqual(rows);
  });

  it('come with the text of their first key', async () => {
    const key = { ...apiKey({ role: 'admin' }), key: 'shk_admin_x' };
    const { http, asked } = serving({ 'POST /tenants': [[201, { tenant: tenant(), key }]] });
    const made = await createTenant(http, { id: 'north' });
    expect(made).toMatchObject({ tenant: { id: 'north' }, key: { key: 'shk_admin_x' } });
    expect(asked).toEqual(['POST /tenants {"id":"north"}']);
  });

  it('are changed by what is named', async () => {
    const { http, asked } = serving({ 'PATCH /tenants/north': [[200, tenant()]] });
    await changeTenant(http, 'north', { state: 'suspended' });
    expect(asked).toEqual(['PATCH /tenants/north {"state":"suspended"}']);
  });
});

describe('the look of a session', () => {
  const session = { role: 'admin', tenant: 'north', name: 'mia', expires_at: null };

  it.each([
    [session, null],
    [
      { ...session, branding: { name: 'North', colour: '#0a6b4a', logo: 'NB' } },
      { name: 'North', colour: '#0a6b4a', logo: 'NB' },
    ],
  ])('is there where the server sends it', async (sent, shown) => {
    const { http } = serving({ 'GET /session': [[200, sent]] });
    expect((await readSession(http)).branding).toEqual(shown);
  });
});
