// Who may do what: keys and people made on the page Access, and the audit that tells of it.
import assert from 'node:assert/strict';
import { accessProblems, at, openPage, REFUSED, until } from './browser.mjs';
import { signInWithKey } from './checks-sign-in.mjs';

const SIGNED_OUT_MS_MAX = 10_000;
const LABEL = 'second screen';
const PERSON = { name: 'mia.e2e', password: 'violet harbour 29 lantern' };

const go = (page, server, path) => page.goto(`${server.origin}/dashboard/access${path}`);
const rowOf = (page, id, text) => at(page, id).filter({ hasText: text });

/** Asking who is signed in is answered with 401, which the browser writes down. */
async function openSignedOut({ server, watch }, page) {
  await watch.expecting([REFUSED], async () => {
    await page.goto(`${server.origin}/dashboard`);
    await at(page, 'signin').waitFor();
  });
}

async function signInByName(page, { name, password }) {
  await at(page, 'signin-by-name').click();
  await at(page, 'signin-name').fill(name);
  await at(page, 'signin-password').fill(password);
  await at(page, 'signin-submit').click();
}

const shownKey = (page) =>
  until('the key', () => at(page, 'secret-key').inputValue(), (text) => text !== '');

const confirm = (page) => at(page, 'confirm-yes').click();

export async function accessChecks(world) {
  const { browser, watch } = world;
  const page = await openPage(browser, watch);
  await openSignedOut(world, page);
  await signInWithKey(page);
  await at(page, 'kpi-decisions').waitFor();
  await keyChecks(world, page);
  await userChecks(world, page);
  await auditChecks(world, page);
  await page.context().close();
}

async function keyChecks(world, page) {
  const { browser, server, watch, check } = world;
  const other = await openPage(browser, watch);
  const row = rowOf(page, 'key-row', LABEL);

  await check('a key is made on the page and signs in', async () => {
    await go(page, server, '');
    await page.locator('#label').fill(LABEL);
    await page.locator('#role').selectOption('analyst');
    await at(page, 'key-create').click();
    const key = await shownKey(page);
    assert.match(key, /^shk_analyst_/);
    await at(page, 'secret-done').click();
    await row.getByText('valid').waitFor();
    assert.equal(await at(page, 'secret-key').inputValue(), '', 'the key is still in the page');
    await openSignedOut(world, other);
    await signInWithKey(other, key);
    await at(other, 'kpi-decisions').waitFor();
    assert.match(await at(other, 'who').innerText(), /key_\S+\s*Analyst/);
    assert.equal(await other.getByRole('link', { name: 'Access' }).count(), 0);
  });

  await check('revoking the key signs the other window out', async () => {
    const tookMs = await watch.expecting([REFUSED], async () => {
      await page.getByRole('button', { name: `Revoke ${LABEL}` }).click();
      await page.getByText(`Revoke ${LABEL}?`).waitFor();
      const from = Date.now();
      await confirm(page);
      await at(other, 'signin').waitFor({ timeout: SIGNED_OUT_MS_MAX });
      return Date.now() - from;
    });
    await other.getByText('The session has ended.').waitFor();
    await row.getByText('revoked').waitFor();
    await other.context().close();
    return `after ${tookMs} ms`;
  });

  await check('a rotated key has a successor and holds for a while', async () => {
    await page.locator('#label').fill('rotated');
    await at(page, 'key-create').click();
    await shownKey(page);
    await at(page, 'secret-done').click();
    await page.getByRole('button', { name: 'Rotate rotated' }).click();
    await page.locator('#choice').selectOption('3600');
    await confirm(page);
    assert.match(await shownKey(page), /^shk_viewer_/);
    await at(page, 'secret-done').click();
    const states = () => rowOf(page, 'key-row', 'rotated').locator('td:nth-child(4)').allInnerTexts();
    const shown = await until('two keys', states, (all) => all.length === 2);
    assert.deepEqual(shown.map((each) => /^valid (for good|until)/.exec(each)?.[1]).sort(), [
      'for good',
      'until',
    ]);
  });
}

async function userChecks(world, page) {
  const { browser, server, watch, check } = world;
  const other = await openPage(browser, watch);
  const row = rowOf(page, 'user-row', PERSON.name);

  await check('a weak password is refused in words', async () => {
    await go(page, server, '/users');
    await watch.expecting([/status of 4\d\d/], async () => {
      await page.locator('#name').fill(PERSON.name);
      await page.locator('#role').selectOption('auditor');
      await page.locator('#password').fill('short');
      await at(page, 'user-create').click();
      await page.getByRole('alert').getByText(/expected \d+ to/).waitFor();
    });
  });

  await check('a user is added and signs in by name', async () => {
    await page.locator('#password').fill(PERSON.password);
    await at(page, 'user-create').click();
    await row.getByText('may sign in').waitFor();
    await openSignedOut(world, other);
    await watch.expecting([REFUSED], async () => {
      await signInByName(other, { ...PERSON, password: 'not this one at all' });
      await other.getByText('The name or the password is wrong.').waitFor();
    });
    await signInByName(other, PERSON);
    await at(other, 'kpi-decisions').waitFor();
    assert.match(await at(other, 'who').innerText(), new RegExp(`${PERSON.name}\\s*Auditor`));
  });

  await check('an auditor reads keys, users and sessions, and changes nothing', async () => {
    for (const [path, kind] of [['', 'key'], ['/users', 'user'], ['/sessions', 'session']]) {
      await go(other, server, path);
      await at(other, `${kind}-row`).first().waitFor();
      assert.equal(await other.locator('form').count(), 0, `a form on ${kind}s`);
      assert.equal(await at(other, `${kind}-row`).getByRole('button').count(), 0);
    }
    assert.equal(await other.getByRole('link', { name: 'Tester' }).count(), 0);
    await other.goto(`${server.origin}/dashboard/models`);
    await other.locator('sk-model').first().waitFor();
  });

  await check('another role, ending a session and disabling sign a person out', async () => {
    const signedOut = () => at(other, 'signin').waitFor({ timeout: SIGNED_OUT_MS_MAX });
    await watch.expecting([REFUSED], async () => {
      await page.getByRole('button', { name: `Change role of ${PERSON.name}` }).click();
      await page.locator('#choice').selectOption('viewer');
      await confirm(page);
      await row.getByText('Viewer').waitFor();
      await signedOut();
      await signInByName(other, PERSON);
      await at(other, 'who').getByText('Viewer').waitFor();
      await go(page, server, '/sessions');
      await page.getByRole('button', { name: `Sign out ${PERSON.name}` }).click();
      await confirm(page);
      await signedOut();
      await go(page, server, '/users');
      await page.getByRole('button', { name: `Disable ${PERSON.name}` }).click();
      await confirm(page);
      await row.getByText('disabled').waitFor();
      await signInByName(other, PERSON);
      await other.getByText('The name or the password is wrong.').waitFor();
      await page.getByRole('button', { name: `Enable ${PERSON.name}` }).click();
      await confirm(page);
      await row.getByText('may sign in').waitFor();
    });
    await other.context().close();
  });
}

async function auditChecks({ server, check }, page) {
  const rows = at(page, 'audit-row');

  await check('the audit tells of these acts, page by page', async () => {
    await go(page, server, '/audit');
    await rows.first().waitFor();
    const first = await rows.count();
    const older = page.getByRole('button', { name: 'Load older rows' });
    if (await older.count()) {
      await older.click();
      await until('older rows', () => rows.count(), (count) => count > first);
    }
    const said = (await rows.allInnerTexts()).join('\n');
    for (const act of ['Made a key', 'Revoked a key', 'Rotated a key', 'Added a user'])
      assert.ok(said.includes(act), `nothing says: ${act}`);
    assert.ok(said.includes(PERSON.name));
    assert.ok(!said.includes(PERSON.password), 'a password is in the audit');
    return `${await rows.count()} rows`;
  });

  await check('the audit is filtered by actor and action', async () => {
    await page.locator('#actor').fill(PERSON.name);
    await page.locator('#action').selectOption('session.open');
    await page.getByRole('button', { name: 'Show' }).click();
    const others = async () => (await rows.allInnerTexts()).filter(
      (text) => !text.includes(PERSON.name) || !text.includes('Signed in'),
    ).length;
    await until('rows of others', others, (count) => count === 0);
    assert.ok((await rows.count()) >= 2);
  });

  await check('the chain verifies', async () => {
    await at(page, 'audit-verify').click();
    const report = at(page, 'audit-report');
    await report.getByText('The chain is intact').waitFor();
    return (await report.locator('p').first().innerText()).trim();
  });

  for (const path of ['', '/users', '/sessions', '/audit']) {
    await check(`nothing keeps people out: /access${path}`, async () => {
      await go(page, server, path);
      await page.locator('tbody tr').first().waitFor();
      assert.deepEqual(await accessProblems(page), []);
    });
  }
}
