// Starting up: the printed link, keys, the first numbers and the first alert.
import assert from 'node:assert/strict';
import { at, openPage, REFUSED, totalDecisions, until } from './browser.mjs';
import { ADMIN_KEY } from './server.mjs';

/** Only a guard against something broken: the printed time is what counts. */
const FIRST_ALERT_MS_MAX = 10_000;

export async function signInWithKey(page, key = ADMIN_KEY) {
  await at(page, 'signin-key').fill(key);
  await at(page, 'signin-submit').click();
}

export async function signInChecks({ browser, server, watch, page, check }) {
  await server.start();
  const readyAt = Date.now();
  const link = server.loginLink;

  await check('the printed link signs in', async () => {
    await page.goto(link);
    await at(page, 'kpi-decisions').waitFor();
    assert.ok(!page.url().includes('login='), 'the token stays in the address');
  });

  await check('the first alert appears', async () => {
    await at(page, 'alert-row').first().waitFor();
    const tookMs = Date.now() - readyAt;
    assert.ok(tookMs < FIRST_ALERT_MS_MAX, `it took ${tookMs} ms`);
    return `on screen ${tookMs} ms after /ready answered 200`;
  });

  await check('numbers move and rows appear', async () => {
    await at(page, 'feed-row').first().waitFor();
    const before = await until('decisions', () => totalDecisions(page), (n) => n > 0);
    const after = await until('decisions', () => totalDecisions(page), (n) => n > before);
    return `${before} -> ${after} decisions`;
  });

  await check('the link works only once', async () => {
    await watch.expecting([REFUSED], async () => {
      const other = await openPage(browser, watch);
      await other.goto(link);
      await other.getByText('This sign-in link is used up or too old.').waitFor();
      await other.context().close();
    });
  });

  await check('a wrong key is refused in words, the right one signs in', async () => {
    const other = await openPage(browser, watch);
    await other.goto(`${server.origin}/dashboard`);
    await at(other, 'signin').waitFor();
    assert.deepEqual(watch.problems, [], 'a first visit writes errors');
    await watch.expecting([REFUSED], async () => {
      await signInWithKey(other, 'shk_admin_not-the-right-key');
      await other.getByText('This key is not known.').waitFor();
    });
    await signInWithKey(other);
    await at(other, 'kpi-decisions').waitFor();
    await other.context().close();
  });
}
