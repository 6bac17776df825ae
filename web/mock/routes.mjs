// The REST answers of the mock server. Development only.
import { accessAnswer } from './access.mjs';
import { caseById, casePage, changeCase, quality } from './cases.mjs';
import { erasureAnswers } from './erasures.mjs';
import { explain, makeDecision } from './invent.mjs';
import { listAnswers } from './lists.mjs';
import { activate, card, challenge, models, monitoring, retrain } from './models.mjs';
import { settingAnswers } from './settings.mjs';
import { ownBranding, tenantAnswer } from './tenants.mjs';
import { setThreshold, thresholds } from './thresholds.mjs';
import { health } from './world.mjs';

export const problem = (status, title, detail) => ({
  status,
  body: { type: 'about:blank', title, status, detail },
});
const ok = (body, status = 200) => ({ status, body });

/** Who signed in by name last; until then each role is a key. */
const names = {};

const session = (role) => ({
  role,
  tenant: 'default',
  name: names[role] ?? `key_of_${role}`,
  expires_at: new Date(Date.now() + 8 * 3_600_000).toISOString(),
  totp: names[role] ? factorOn : null,
  branding: ownBranding(),
});

const channel = (name, target, state, more) => ({
  name,
  tenant: name.split('@')[1] ?? 'default',
  target,
  state,
  last_result: '200 ok',
  last_attempt_at: new Date().toISOString(),
  last_success_at: new Date().toISOString(),
  failures_in_a_row: 0,
  delivered: 1204,
  backlog: 0,
  dead_letters: 0,
  ...more,
});
const channels = [
  channel('chat', 'hooks.example.test', 'ok', {}),
  channel('on-call', 'events.example.test', 'failing', {
    last_result: '503 not available',
    backlog: 12,
    dead_letters: 2,
  }),
  channel('webhook@acme', 'hooks.acme.example', 'ok', {}),
];

/** Keys that sign in: the word is the role. */
const ROLES = ['viewer', 'analyst', 'admin', 'auditor'];
/** Anybody may sign in by name with this one, as an admin; `mia` needs any code too. */
const PASSWORD = 'password';

/** Only who may see the page Access may ask these. */
const guarded = { ...settingAnswers, ...erasureAnswers };

let factorOn = false;

function changePassword({ current, new: next }) {
  if (current !== PASSWORD)
    return problem(403, 'Forbidden', 'This is not your current password.');
  const weak = problem(422, 'Unprocessable Content', 'A field is wrong.');
  weak.body.errors = [{ pointer: '/new', code: 'weak', message: 'expected 12 to 128 characters' }];
  return next.length < 12 ? weak : ok(null, 204);
}

function confirmFactor({ code }) {
  if (!/^\d{6}$/.test(code))
    return problem(422, 'Unprocessable Content', '/code: this is not the code of now');
  factorOn = true;
  return ok({ name: 'mia', totp: true });
}

const fixed = {
  'POST /session/password': ({ body }) => changePassword(body),
  'POST /session/totp': () =>
    factorOn
      ? problem(409, 'Conflict', 'The second factor is on already.')
      : ok({ secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/Shrike:mia?secret=JBSWY3DP' }),
  'PUT /session/totp': ({ body }) => confirmFactor(body),
  'GET /session': ({ role }) => ok(session(role)),
  'DELETE /session': () => ({ ...ok(null, 204), cookie: 'role=; Max-Age=0; Path=/' }),
  'GET /decisions': ({ world, query }) => search(world, query),
  ...listAnswers,
  'POST /stream/start': ({ world }) => ok(((world.system = true), health(world))),
  'POST /stream/stop': ({ world }) => ok(((world.system = false), health(world))),
  'PUT /stream/generator': ({ world, body }) => ok(Object.assign(world.generator, body)),
  'GET /models': ({ world }) => ok(models(world)),
  'GET /alerts/channels': () => ok({ data: channels }),
  'POST /alerts/channels/on-call/test': () =>
    ok({ delivered: false, status: 503, answer: null, error: 'The receiver is not available.' }),
  'POST /alerts/channels/chat/test': () =>
    ok({ delivered: true, status: 200, answer: 'ok', error: null }),
  'GET /cases': ({ world, query }) => ok(casePage(world, query)),
  'GET /quality': ({ query }) => ok(quality(Number(query.get('days') ?? 30))),
  'GET /thresholds': ({ world }) => ok(thresholds(world)),
  'PUT /thresholds': ({ role, world, body }) =>
    role !== 'admin'
      ? problem(403, 'Forbidden', 'Only an admin may set a threshold.')
      : setThreshold(world, body)
        ? ok({ status: 'accepted' }, 202)
        : problem(409, 'Conflict', 'A goal of the settings holds this threshold.'),
  'GET /monitoring': ({ query }) => ok(monitoring(Number(query.get('days') ?? 30))),
  'POST /retrain': ({ world, body }) => ok(retrain(world, body), 202),
  'POST /analyze': ({ role, body }) => analyze(role, body),
};

export function answer(request) {
  const { method, path, role } = request;
  if (method === 'POST' && path === '/session') return signIn(request.body);
  if (!role) return problem(401, 'Unauthorized', 'Sign in first.');
  const handler = fixed[`${method} ${path}`];
  if (handler) return handler(request);
  if (ACCESS.test(path) && !mayAccess(request))
    return problem(403, 'Forbidden', 'Your role does not allow this.');
  const admin = guarded[`${method} ${path}`];
  if (admin) return admin(request);
  const access = accessAnswer(request) ?? tenantAnswer(request);
  if (access) return access;
  const [, name, change] = /^\/models\/([^/]+)\/(activate|challenger)$/.exec(path) ?? [];
  if (name) return changeModel(request, name, change);
  const [, of] = /^\/models\/([^/]+)\/card$/.exec(path) ?? [];
  if (of) return { status: 200, body: card(of, request.query.get('version')), isText: true };
  const [, caseId] = /^\/cases\/([^/]+)$/.exec(path) ?? [];
  if (caseId) return caseAnswer(request, caseId);
  if (/^\/alerts\/al_[^/]+\/(acknowledge|resolve)$/.test(path)) return ok(null, 204);
  const [, id, action] = /^\/decisions\/([^/]+)(\/label|\/replay)?$/.exec(path) ?? [];
  const found = id && request.world.decisions.find((each) => each.id === id);
  if (!found)
    return problem(
      404,
      'Not found',
      'This decision does not exist, or is older than what is kept.',
    );
  if (action === '/replay') return ok({ identical: true, differences: [], decision: found });
  if (action) found.label = request.body.label;
  return ok(explain(found));
}

function caseAnswer({ method, role, world, body }, id) {
  const one = caseById(world, id);
  if (!one) return problem(404, 'Not Found', 'There is no case with this id.');
  if (method === 'GET') return ok(one);
  if (!changeCase(one, body, `key_of_${role}`))
    return problem(409, 'Conflict', 'The case was changed meanwhile.');
  return ok(one);
}

const ACCESS = /^\/(keys|users|sessions|audit|settings|tenants|erasures)(\/|$)/;
const mayAccess = ({ role, method }) =>
  role === 'admin' || (role === 'auditor' && method === 'GET');

function changeModel({ role, world, body }, name, change) {
  if (role !== 'admin') return problem(403, 'Forbidden', 'Only an admin may change the models.');
  const done = change === 'activate' ? activate(world, name, body) : challenge(world, name, body);
  if (!done)
    return problem(409, 'Conflict', 'No other model has judged before: name a version.');
  return ok({ status: 'accepted', model: done }, 202);
}

function signIn(body) {
  if (body?.name) return signInByName(body);
  const role = body?.login ? 'admin' : body?.key;
  if (!ROLES.includes(role)) return problem(401, 'Unauthorized', 'This key is not known.');
  delete names[role];
  return opened(role);
}

function signInByName({ name, password, code }) {
  const wrong = problem(401, 'Unauthorized', 'The name or the password is wrong.');
  if (password !== PASSWORD) return wrong;
  if (name === 'mia' && !code) wrong.body.errors = [{ pointer: '/code', message: 'six digits' }];
  if (wrong.body.errors) return wrong;
  names.admin = name;
  return opened('admin');
}

function opened(role) {
  return { ...ok(session(role)), cookie: `role=${role}; HttpOnly; SameSite=Strict; Path=/` };
}

function search(world, query) {
  const has = (name) => query.get(name);
  const entity = has('entity');
  const text = has('text')?.toLowerCase();
  const rows = world.decisions.filter(
    (row) =>
      ['level:risk_level', 'outcome:outcome', 'kind:kind'].every((pair) => {
        const [name, field] = pair.split(':');
        return !has(name) || row[field] === has(name);
      }) &&
      (!entity ||
        [row.card, row.phone_number, row.customer_id, row.terminal_id].includes(
          entity.replace(/^[a-z]+:/, ''),
        )) &&
      (!text || `${row.primary_reason} ${row.message_content}`.toLowerCase().includes(text)) &&
      (!has('amount_min') || Number(row.amount) >= Number(has('amount_min'))) &&
      (!has('amount_max') || Number(row.amount) <= Number(has('amount_max'))),
  );
  const from = Number(has('cursor') ?? 0);
  const limit = Number(has('limit') ?? 50);
  const next = from + limit < rows.length ? String(from + limit) : null;
  return ok({ data: rows.slice(from, from + limit), next_cursor: next });
}

function analyze(role, body) {
  if (role === 'viewer')
    return problem(403, 'Forbidden', 'Viewers may not send messages to be decided.');
  const scam = /urgent|locked|code/i.test(body.message_content);
  let row = makeDecision(Date.now(), scam ? 95 : 6);
  while (row.kind !== 'message') row = makeDecision(Date.now(), scam ? 95 : 6);
  return ok({ ...explain(row), evaluation: 'new', threshold: -3.1 });
}
