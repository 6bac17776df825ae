// An admin's work in the browser: settings, tenants, erasures, and everybody's own account.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { accessProblems, at, openPage, REFUSED, until } from './browser.mjs';
import { listChecks } from './checks-lists.mjs';
import { signInWithKey } from './checks-sign-in.mjs';
import { ADMIN_KEY, PUBLIC_KEY, Server } from './server.mjs';

/** What is refused on purpose. */
const REFUSED_FIELD = /Failed to load resource: .* status of 4(03|22)/;
const PHONE = { width: 390, height: 844 };
const PERSON = { name: 'ida.e2e', password: 'copper meadow 41 window', next: 'silver canyon 58 bridge' };
const TENANT = 'north-shop';
const PATHS = [
  '/lists',
  '/settings',
  '/access/tenants',
  '/access/erasures',
];
/** What stands on each of them once it is read. */
const READ = '[data-testid=list-row], [data-testid=setting], [data-testid=tenant-row], ' +
  '[data-testid=erasure-row]';

export async function ask(server, method, path, body, key = ADMIN_KEY) {
  const reply = await fetch(server.origin + path, {
    method,
    headers: { 'X-API-KEY': key, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const text = await reply.text();
  return { status: reply.status, body: text ? JSON.parse(text) : null };
}

export const go = (page, server, path) => page.goto(`${server.origin}/dashboard${path}`);
const rowOf = (page, id, text) => at(page, id).filter({ hasText: text });
const confirm = (page) => at(page, 'confirm-yes').click();

export async function adminChecks(world) {
  const server = await Server.create(world.server.binary, []);
  try {
    await server.start();
    const page = await openPage(world.browser, world.watch);
    await page.goto(`${server.origin}/dashboard`);
    await signInWithKey(page);
    await at(page, 'who').waitFor();
    await settingChecks(world, server, page);
    await tenantChecks(world, server, page);
    await erasureChecks(world, server, page);
    await listChecks(world, server, page);
    await lookChecks(world, server, page);
    await accountChecks(world, server);
    await page.context().close();
  } finally {
    await server.kill();
    server.discard();
  }
}

async function settingChecks({ check, watch }, server, page) {
  const row = (key) => page.locator(`[data-testid=setting][data-key="${key}"]`);
  const critical = row('decision.critical_from');
  const kept = async () => {
    const { body } = await ask(server, 'GET', '/settings');
    return body.settings.find(({ key }) => key === 'decision.critical_from');
  };

  await check('a setting that cannot be is refused beside its field', async () => {
    await go(page, server, '/settings');
    await critical.waitFor();
    const before = await kept();
    await critical.getByText(`Default: ${before.default}`).waitFor();
    await watch.expecting([REFUSED_FIELD], async () => {
      await critical.locator('input').fill('2');
      await at(page, 'settings-save').click();
      await critical.getByText('Critical must not begin below High').waitFor();
    });
    assert.deepEqual(await kept(), before, 'nothing was changed');
    await page.getByRole('button', { name: 'Discard' }).click();
    assert.equal(await critical.locator('input').inputValue(), String(before.value));
  });

  await check('it says how long things are kept', async () => {
    await at(page, 'retention').getByText('730 days').first().waitFor();
  });

  await check('settings are saved together and stand there after a reload', async () => {
    await critical.locator('input').fill('97');
    await row('decision.block_on_critical').locator('select').selectOption('false');
    await page.getByText('2 changes are not saved').waitFor();
    await at(page, 'settings-save').click();
    await page.getByText('It counts from the next event on.').waitFor();
    await page.reload();
    await critical.getByText('Own value').waitFor();
    assert.equal(await critical.locator('input').inputValue(), '97');
    assert.equal(await row('decision.block_on_critical').locator('select').inputValue(), 'false');
    const { value, source } = await kept();
    assert.deepEqual([value, source], [97, 'tenant']);
  });

  await check('a setting goes back to its default', async () => {
    await critical.getByRole('button', { name: /^Use default/ }).click();
    await at(page, 'settings-save').click();
    await until('the default', kept, ({ source }) => source === 'file');
    await critical.getByText('Own value').waitFor({ state: 'detached' });
  });
}

async function tenantChecks({ browser, check, watch }, server, page) {
  const row = rowOf(page, 'tenant-row', TENANT);
  let key = '';

  await check('a tenant is made, and its first key is shown once', async () => {
    await go(page, server, '/access/tenants');
    await page.locator('#id').fill(TENANT);
    await at(page, 'tenant-create').click();
    key = await until('the key', () => at(page, 'secret-key').inputValue(), (text) => text !== '');
    assert.match(key, /^shk_admin_/);
    await at(page, 'secret-done').click();
    await row.getByText('active').waitFor();
    const { status } = await ask(server, 'GET', '/keys', undefined, key);
    assert.equal(status, 200);
    const own = rowOf(page, 'tenant-row', 'default');
    assert.equal(await own.getByRole('button', { name: /^Suspend/ }).count(), 0);
  });

  await check('its name and look are changed, a wrong colour is refused', async () => {
    await row.getByRole('button', { name: /^Name and look/ }).click();
    const dialog = at(page, 'tenant');
    await dialog.locator('#name').fill('North Shop');
    await dialog.locator('#branding-logo').fill('NS');
    await dialog.locator('#branding-colour').fill('green');
    await watch.expecting([REFUSED_FIELD], async () => {
      await at(page, 'tenant-save').click();
      await dialog.getByText('expected #rrggbb').waitFor();
    });
    await dialog.locator('#branding-colour').fill('#0a6b4a');
    await at(page, 'tenant-save').click();
    await row.getByText('North Shop').waitFor();
    const { body } = await ask(server, 'GET', '/tenants');
    const made = body.data.find(({ id }) => id === TENANT);
    assert.deepEqual(made.branding, { name: null, colour: '#0a6b4a', logo: 'NS' });
  });

  await check('its people see their own tenant alone and cannot change it', async () => {
    const other = await openPage(browser, watch);
    await other.goto(`${server.origin}/dashboard/access/tenants`);
    await signInWithKey(other, key);
    await at(other, 'tenant-row').waitFor();
    assert.equal(await at(other, 'tenant-row').count(), 1);
    assert.equal(await other.locator('sk-access-tenants form').count(), 0);
    assert.equal(await at(other, 'tenant-row').getByRole('button').count(), 0);
    await other.context().close();
  });

  await check('suspended its key is refused, activated it works again', async () => {
    const status = async () => (await ask(server, 'GET', '/keys', undefined, key)).status;
    await row.getByRole('button', { name: `Suspend ${TENANT}` }).click();
    await confirm(page);
    await row.getByText('suspended').waitFor();
    await until('the refusal', status, (now) => now === 401);
    await row.getByRole('button', { name: `Activate ${TENANT}` }).click();
    await confirm(page);
    await row.getByText('active').waitFor();
    await until('the answer', status, (now) => now === 200);
  });
}

async function erasureChecks({ check }, server, page) {
  const customer = 'cust-e2e-77';
  const found = async () => {
    const { body } = await ask(server, 'GET', `/decisions?entity=customer:${customer}`);
    return body.data.length;
  };

  await check('an erasure has to be typed, and gives a certificate', async () => {
    const transaction = { transaction_id: 'e2e-1', amount: 12, card: 'tok_e', customer_id: customer };
    const { status } = await ask(server, 'POST', '/analyze', { transaction }, PUBLIC_KEY);
    assert.equal(status, 200);
    await until('the decision', found, (count) => count === 1);
    await go(page, server, '/access/erasures');
    await page.locator('#kind').selectOption('customer');
    await page.locator('#id').fill(customer);
    await page.locator('#reason').fill('asked for by letter');
    await at(page, 'erase').click();
    assert.ok(await at(page, 'confirm-yes').isDisabled(), 'it may be done before it was typed');
    await at(page, 'confirm-typed').fill('cust-e2e-7');
    assert.ok(await at(page, 'confirm-yes').isDisabled(), 'something else was typed');
    await at(page, 'confirm-typed').fill(customer);
    await confirm(page);
    await at(page, 'certificate').getByText('asked for by letter').waitFor();
    assert.equal(await found(), 0, 'the customer is still found');
    assert.deepEqual(await accessProblems(page), []);
  });

  await check('the certificate is saved as it is kept', async () => {
    const downloading = page.waitForEvent('download');
    await at(page, 'certificate-save').click();
    const download = await downloading;
    const saved = JSON.parse(await readFile(await download.path(), 'utf8'));
    const { body } = await ask(server, 'GET', '/erasures');
    assert.deepEqual(saved, body.data[0]);
    assert.ok(!JSON.stringify(saved).includes(customer));
    await at(page, 'certificate-done').click();
    await at(page, 'erasure-row').getByText('asked for by letter').waitFor();
    return download.suggestedFilename();
  });
}

async function lookChecks({ check }, server, page) {
  for (const theme of ['light', 'dark']) {
    for (const path of PATHS) {
      await check(`nothing keeps people out: ${path}, ${theme}`, async () => {
        await go(page, server, path);
        await page.locator(READ).first().waitFor();
        assert.deepEqual(await accessProblems(page), []);
      });
    }
    await at(page, 'theme-toggle').click();
  }

  await check('on a phone each page fits, and no name in the bar is cut off', async () => {
    const before = page.viewportSize();
    await page.setViewportSize(PHONE);
    for (const path of PATHS) {
      await go(page, server, path);
      await page.locator(READ).first().waitFor();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= PHONE.width, `${path} is ${wide} pixels wide`);
      assert.deepEqual(await accessProblems(page), []);
    }
    const cut = await page
      .locator('sk-nav a.entry:visible span')
      .evaluateAll((all) => all.filter((each) => each.scrollWidth > each.clientWidth + 1).length);
    assert.equal(cut, 0);
    await page.setViewportSize(before);
  });
}

/** RFC 6238 with SHA-1, six digits and steps of 30 seconds; `later`: steps from now. */
function codeOf(base32, later = 0) {
  const bits = [...base32]
    .map((each) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(each).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const hash = createHmac('sha1', key).update(step).digest();
  const number = hash.readUInt32BE(hash.at(-1) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

async function signInByName(page, { name, password }) {
  await at(page, 'signin-by-name').click();
  await at(page, 'signin-name').fill(name);
  await at(page, 'signin-password').fill(password);
  await at(page, 'signin-submit').click();
}

async function accountChecks({ browser, check, watch }, server) {
  const page = await openPage(browser, watch);
  const dialog = at(page, 'account');
  const { status } = await ask(server, 'POST', '/users', {
    name: PERSON.name,
    role: 'viewer',
    password: PERSON.password,
  });
  assert.equal(status, 201);
  await page.goto(`${server.origin}/dashboard`);
  await signInByName(page, PERSON);

  const change = async (current, next, again = next) => {
    await dialog.locator('#current').fill(current);
    await dialog.locator('#next').fill(next);
    await dialog.locator('#again').fill(again);
    await at(page, 'password-change').click();
  };

  await check('everybody reaches the own account by keyboard', async () => {
    await at(page, 'who').focus();
    await page.keyboard.press('Enter');
    await dialog.getByText(PERSON.name).waitFor();
    assert.deepEqual(await accessProblems(page), []);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await at(page, 'who').click();
  });

  await check('a wrong or weak password is refused beside its field', async () => {
    await change(PERSON.password, PERSON.next, 'another one');
    await dialog.getByText('These two are not the same.').waitFor();
    await watch.expecting([REFUSED_FIELD], async () => {
      await change('not this one at all', PERSON.next);
      await dialog.getByText('This is not your current password.').waitFor();
      await change(PERSON.password, 'short');
      await dialog.locator('#next-problem').getByText(/\w+/).waitFor();
    });
  });

  await check('the password is changed, and this session goes on', async () => {
    await change(PERSON.password, PERSON.next);
    await dialog.getByText('Changed.').waitFor();
    const session = { name: PERSON.name, password: PERSON.next };
    assert.equal((await ask(server, 'POST', '/session', session)).status, 200);
    assert.equal(await at(page, 'who').count(), 1);
  });

  await check('a second factor is turned on and asked for', async () => {
    await at(page, 'factor-begin').click();
    const secret = (await at(page, 'factor-secret').innerText()).replaceAll(' ', '');
    assert.match(await at(page, 'factor-uri').getAttribute('href'), /^otpauth:\/\/totp\//);
    await watch.expecting([REFUSED_FIELD], async () => {
      await at(page, 'factor-code').fill(codeOf(secret, 900));
      await at(page, 'factor-on').click();
      await dialog.getByText('this is not the code of now').waitFor();
    });
    await at(page, 'factor-code').fill(codeOf(secret));
    await at(page, 'factor-on').click();
    await at(page, 'factor-done').waitFor();
    await page.keyboard.press('Escape');
    await at(page, 'who').click();
    await at(page, 'factor-done').waitFor(); // the session tells it, not only the dialog that did it
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await at(page, 'signin').waitFor();
    await watch.expecting([REFUSED], async () => {
      await signInByName(page, { name: PERSON.name, password: PERSON.next });
      await at(page, 'signin-code').waitFor();
    });
    // A code counts once: the one that turned it on is used up.
    await at(page, 'signin-code').fill(codeOf(secret, 1));
    await at(page, 'signin-submit').click();
    await at(page, 'who').getByText(PERSON.name).waitFor();
  });
  await page.context().close();
}
