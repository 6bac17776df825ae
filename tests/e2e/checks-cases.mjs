// An analyst works through a queue of cases in the browser: by keys, by buttons, with a colleague.
import assert from 'node:assert/strict';
import { accessProblems, at, openPage, REFUSED, until } from './browser.mjs';
import { signInWithKey } from './checks-sign-in.mjs';
import { ADMIN_KEY, KEY_KNOWN_MS, pause, PUBLIC_KEY, Server } from './server.mjs';

const CASES = 50;
/** A change that comes too late is answered 409, on purpose. */
const TOO_LATE = /Failed to load resource: .* status of 409/;
/** Every payment gives an alert, and nothing else happens. */
const QUIET = ['--set', 'alerts.min_level=Low'];

const ask = async (server, method, path, body) => {
  const reply = await fetch(server.origin + path, {
    method,
    headers: { 'X-API-KEY': ADMIN_KEY, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  return reply.json();
};

async function pay(server, number, card) {
  const transaction = { transaction_id: `case-${number}`, amount: 10 + number, card };
  const reply = await fetch(`${server.origin}/analyze`, {
    method: 'POST',
    headers: { 'X-API-KEY': PUBLIC_KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ transaction }),
  });
  assert.equal(reply.status, 200);
}

const waiting = async (server) => {
  const { counts } = await ask(server, 'GET', '/cases?limit=1');
  return counts.open + counts.investigating;
};

export async function caseChecks(world) {
  const server = await Server.create(world.server.binary, QUIET);
  try {
    await server.start();
    for (let number = 1; number <= CASES; number++) await pay(server, number, `tok_case_${number}`);
    await until('the cases', () => waiting(server), (count) => count === CASES);
    const page = await openPage(world.browser, world.watch);
    await world.watch.expecting([REFUSED], () => enter(server, page));
    await workThrough(world, server, page);
    await colleague(world, server, page);
    await page.context().close();
  } finally {
    await server.kill();
    server.discard();
  }
}

async function enter(server, page) {
  const key = server.makeKey('analyst');
  await page.goto(`${server.origin}/dashboard/cases`);
  await at(page, 'signin-key').waitFor();
  await pause(KEY_KNOWN_MS);
  const opened = async () => {
    if ((await at(page, 'signin-key').count()) > 0) await signInWithKey(page, key);
    await pause(500);
    return at(page, 'case-row').count();
  };
  await until('the sign-in', opened, (rows) => rows > 0);
}

const title = (page) => at(page, 'case').locator('h2').innerText();

async function workThrough({ check }, server, page) {
  const rows = at(page, 'case-row');

  await check('j opens the first case, a takes it, and its reasons are there', async () => {
    await until('the rows', () => rows.count(), (count) => count === CASES);
    await page.keyboard.press('j');
    await at(page, 'case').waitFor();
    await page.keyboard.press('a');
    await at(page, 'case-state').getByText('Investigating').waitFor();
    await page.locator('sk-case-panel .verdict').waitFor();
    await page.locator('sk-case-panel sk-reasons').waitFor();
    assert.deepEqual(await accessProblems(page), []);
  });

  await check('a note stays with the case', async () => {
    await page.locator('#text').fill('Called the owner.');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await at(page, 'case-notes').getByText('Called the owner.').waitFor();
  });

  await check(`an analyst works through a queue of ${CASES} cases by keys alone`, async () => {
    const keys = ['f', 'l', 'i'];
    for (let done = 0; done < CASES; done++) {
      const before = await title(page);
      await page.keyboard.press(keys[done % keys.length]);
      await at(page, 'confirm-yes').waitFor();
      await page.keyboard.type(done % 5 === 0 ? 'as the owner says' : '');
      await page.keyboard.press('Enter');
      if (done === CASES - 1) break;
      await until('the next case', () => title(page), (now) => now !== before);
    }
    await page.getByText('No case waits in this view.').waitFor();
    assert.equal(await waiting(server), 0);
    const labelled = async () => (await ask(server, 'GET', '/quality')).total;
    const total = await until('the labels', labelled, ({ fraud, legitimate }) =>
      fraud === 17 && legitimate === 17);
    assert.equal(total.unlabelled, CASES - 34);
    return `${total.fraud} fraud, ${total.legitimate} legitimate, ${total.unlabelled} inconclusive`;
  });
}

async function colleague({ check, watch }, server, page) {
  await check('a case that somebody else changed is told and shown as it is', async () => {
    await pay(server, 1000, 'tok_two');
    await until('the case', () => waiting(server), (count) => count === 1);
    await page.reload();
    await at(page, 'case-row').first().click();
    await at(page, 'case').waitFor();
    const [found] = (await ask(server, 'GET', '/cases')).cases;
    const change = { version: found.version, note: 'I am on it.' };
    await ask(server, 'PATCH', `/cases/${found.id}`, change);
    await watch.expecting([TOO_LATE], async () => {
      await at(page, 'close-confirmed_fraud').click();
      await at(page, 'confirm-yes').click();
      await page.getByText(/changed it meanwhile\. This is the case as it is now/).first().waitFor();
      await at(page, 'case-notes').getByText('I am on it.').waitFor();
      assert.equal(await waiting(server), 1, 'nothing was closed');
    });
  });

  await check('snoozed it leaves the queue, and a new alert brings it back', async () => {
    await page.getByLabel('Snooze').selectOption('24');
    await at(page, 'case-state').getByText('Snoozed until').waitFor();
    await until('the queue', () => waiting(server), (count) => count === 0);
    await pay(server, 1001, 'tok_two');
    await until('the queue', () => waiting(server), (count) => count === 1);
    await at(page, 'view-queue').click();
    await at(page, 'case-row').first().getByText('2 decisions').waitFor();
  });

  await check('an alert leads to its case, and can be resolved in the list', async () => {
    await page.goto(`${server.origin}/dashboard`);
    const alert = page.locator('li', { has: at(page, 'alert-row') }).first();
    await alert.getByRole('button', { name: /^Resolve/ }).click();
    await alert.getByText('Resolved').waitFor();
    await alert.getByRole('button', { name: /^Case of/ }).click();
    await page.waitForURL(/\/dashboard\/cases\/c-\d+/);
    await at(page, 'case').waitFor();
    assert.equal(await title(page), 'tok_two');
  });

  await check('the quality of alerts stands on the page of models', async () => {
    await page.goto(`${server.origin}/dashboard/models`);
    const all = at(page, 'quality').getByRole('row', { name: /^All alerts/ });
    await all.waitFor();
    assert.match(await all.innerText(), /52\s+17\s+17\s+18\s+50/);
    const table = await at(page, 'quality').locator('table').innerText();
    assert.doesNotMatch(table, /(card|terminal|customer)_[a-z]/, 'a reason is shown by its code');
  });
}
