// Keys, users, sessions and the audit of the mock server. Development only.
const HOUR_MS = 3_600_000;
const PAGE_ROWS = 50;
const ago = (hours) => new Date(Date.now() - hours * HOUR_MS).toISOString();
const later = (seconds) => new Date(Date.now() + seconds * 1000).toISOString();
const hex = (number) => number.toString(16).padStart(64, '7');

let made = 0;
function makeKey(part) {
  const id = `key_${(++made).toString(16).padStart(12, '0')}`;
  const prefix = `shk_${part.role}_abc`.slice(0, 16);
  return {
    id,
    prefix,
    label: '',
    addresses: null,
    created_at: new Date().toISOString(),
    expires_at: null,
    revoked_at: null,
    ...part,
  };
}
const withText = (key) => ({ ...key, key: `${key.prefix}${hex(made).slice(0, 32)}` });

const makeUser = (name, role, part = {}) => ({
  name,
  role,
  disabled: false,
  totp: false,
  created_at: ago(200),
  password_at: ago(20),
  ...part,
});

let keys = [
  makeKey({ role: 'viewer', label: 'wall screen', created_at: ago(400) }),
  makeKey({ role: 'ingest', label: 'card gateway', expires_at: later(86_400) }),
  makeKey({ role: 'analyst', label: 'night shift', revoked_at: ago(3) }),
];
const users = [
  makeUser('ann.lee@shop.example', 'analyst', { disabled: true }),
  makeUser('mia', 'admin', { totp: true }),
  makeUser('otto', 'auditor'),
];
let sessions = ['mia', 'otto'].map((name, place) => ({
  id: `ses_${place}`,
  name,
  role: place ? 'auditor' : 'admin',
  address: '127.0.0.1',
  opened_at: ago(2 + place),
  used_at: ago(place / 10),
  expires_at: later(6 * 3600),
}));

const actions = ['session.open', 'key.list', 'key.create', 'user.change', 'audit.read'];
const audit = Array.from({ length: 120 }, (_, place) => {
  const seq = 120 - place;
  const action = actions[seq % actions.length];
  return {
    seq,
    time: ago(place / 4),
    tenant: 'default',
    actor: seq % 3 ? 'mia' : 'otto',
    role: seq % 3 ? 'admin' : 'auditor',
    address: '127.0.0.1',
    action,
    object: action === 'key.create' ? 'key_000000000001' : '',
    outcome: /list|read/.test(action) ? 'read' : seq % 11 ? 'done' : 'denied',
    detail: action === 'key.create' ? '{"role":"viewer","label":"wall screen"}' : '{}',
    previous_hash: hex(seq - 1),
    hash: hex(seq),
  };
});

const ok = (body, status = 200) => ({ status, body });

function auditPage(query) {
  const fits = (row) =>
    ['actor', 'action'].every((name) => !query.get(name) || row[name] === query.get(name));
  const rows = audit.filter(fits);
  const from = Number(query.get('cursor') ?? 0);
  const next = from + PAGE_ROWS < rows.length ? String(from + PAGE_ROWS) : null;
  return ok({ data: rows.slice(from, from + PAGE_ROWS), next_cursor: next });
}

function rotate(key, { overlap_seconds: seconds }) {
  if (seconds) key.expires_at = later(seconds);
  else key.revoked_at = later(0);
  return add(makeKey({ role: key.role, label: key.label }));
}

function add(key) {
  keys = [key, ...keys];
  return ok(withText(key), 201);
}

const reads = {
  '/keys': () => ok({ data: keys }),
  '/users': () => ok({ data: users }),
  '/sessions': () => ok({ data: sessions }),
  '/audit': auditPage,
  '/audit/verify': () =>
    ok({
      intact: true,
      rows: audit.length,
      bad_seq: null,
      damage: null,
      message: null,
      anchor: `${audit.length}:${hex(audit.length)}`,
    }),
};

/** The answer, or null where the request is about something else. */
export function accessAnswer({ method, path, query, body }) {
  if (method === 'GET') return reads[path]?.(query) ?? null;
  if (method === 'POST' && path === '/keys') return add(makeKey(body));
  if (method === 'POST' && path === '/users') {
    const user = makeUser(body.name, body.role);
    users.push(user);
    return ok(user, 201);
  }
  const [, list, id, rest] = /^\/(keys|users|sessions)\/([^/]+)(\/rotate)?$/.exec(path) ?? [];
  const key = list === 'keys' && keys.find((each) => each.id === id);
  if (key && rest) return rotate(key, body);
  if (key) return (key.revoked_at = later(0)), ok(null, 204);
  const user = list === 'users' && users.find((each) => each.name === decodeURIComponent(id));
  if (user) return ok(Object.assign(user, body));
  if (list !== 'sessions') return null;
  sessions = sessions.filter((each) => each.id !== id);
  return ok(null, 204);
}
