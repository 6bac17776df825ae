// The tenants of the mock server. Development only.
const plain = { name: null, colour: null, logo: null };
const tenant = (id, name, part = {}) => ({
  id,
  name,
  state: 'active',
  created_at: new Date(Date.now() - 40 * 86_400_000).toISOString(),
  branding: { ...plain },
  keys: 1,
  users: 0,
  decisions: 0,
  ...part,
});

const tenants = [
  tenant('default', 'Operator', { keys: 4, users: 3, decisions: 120_034 }),
  tenant('north-bank', 'North Bank', {
    keys: 2,
    users: 11,
    decisions: 48_211_907,
    branding: { name: 'North Bank', colour: '#0a6b4a', logo: 'NB' },
  }),
  tenant('old-shop', 'Old Shop', { state: 'suspended', keys: 0 }),
];

const refused = (status, pointer, message) => ({
  status,
  body: { title: 'Refused', status, detail: message, errors: [{ pointer, message }] },
});

function create({ id, name }) {
  if (tenants.some((each) => each.id === id)) return refused(409, '/id', 'This id is taken.');
  const made = tenant(id, name ?? id);
  tenants.push(made);
  const key = {
    id: `key_of_${id}`,
    prefix: 'shk_admin_abc',
    role: 'admin',
    label: 'first key',
    addresses: null,
    created_at: made.created_at,
    expires_at: null,
    revoked_at: null,
    key: `shk_admin_${'4f'.repeat(16)}`,
  };
  return { status: 201, body: { tenant: made, key } };
}

/** The look of the tenant that everybody who signs in belongs to. */
export const ownBranding = () => tenants[0].branding;

/** The answer, or null where the request is about something else. */
export function tenantAnswer({ method, path, body }) {
  if (path === '/tenants' && method === 'GET') return { status: 200, body: { data: tenants } };
  if (path === '/tenants' && method === 'POST') return create(body);
  const [, id] = /^\/tenants\/([^/]+)$/.exec(path) ?? [];
  const one = tenants.find((each) => each.id === id);
  if (!one || method !== 'PATCH') return null;
  const colour = body.branding?.colour;
  if (colour && !/^#[0-9a-f]{6}$/i.test(colour))
    return refused(422, '/branding/colour', 'expected #rrggbb');
  return { status: 200, body: Object.assign(one, body) };
}
