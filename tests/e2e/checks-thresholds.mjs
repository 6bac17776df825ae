// How many reviews: setting a threshold by hand, its history, a refusal, and a goal that holds it.
import assert from 'node:assert/strict';
import { accessProblems, at, openPage, REFUSED, until } from './browser.mjs';
import { signInWithKey } from './checks-sign-in.mjs';
import { Server } from './server.mjs';

/** A refused change is answered 400 or 422, on purpose. */
const EXPECTED = /Failed to load resource: .* status of 4(00|22)/;
const TOO_LONG = 'x'.repeat(600);

export async function thresholdChecks(world) {
  await handChecks(world);
  await world.watch.expecting([EXPECTED], () => refusalCheck(world));
  await world.watch.expecting([REFUSED], () => goalCheck(world));
}

async function handChecks({ server, page, check }) {
  const part = at(page, 'thresholds');
  const now = at(page, 'threshold-now');
  const confirm = at(page, 'confirm-yes');

  await check('an admin sets the threshold of review, and its history shows it', async () => {
    await page.goto(`${server.origin}/dashboard/models`);
    await now.getByText('by the levels of the settings').waitFor();
    await page.locator('#from').fill('37.5');
    await page.locator('#note').fill('Fewer reviews.');
    await at(page, 'threshold-set').click();
    await page.getByText('Review transactions from 37.5 points on?').waitFor();
    await confirm.click();
    await now.getByText('from 37.5 points of risk on; set by hand').waitFor();
    const newest = part.locator('tbody tr').first();
    assert.match(await newest.innerText(), /Transactions\s+37\.5\s+\S+.*Fewer reviews\./s);
    const path = await part.locator('sk-threshold-chart path').getAttribute('d');
    assert.match(path, /^M.*H/);
    assert.deepEqual(await accessProblems(page), []);
  });

  await check('it goes back to the levels', async () => {
    const rows = await part.locator('tbody tr').count();
    await part.getByRole('button', { name: /Back to the levels/ }).click();
    await confirm.click();
    await now.getByText('by the levels of the settings').waitFor();
    await until('the history', () => part.locator('tbody tr').count(), (count) => count > rows);
  });
}

async function refusalCheck({ page, check }) {
  await check('a refused change stays in its question, in words', async () => {
    await page.locator('#from').fill('12');
    // Past the limit of the field, which typing cannot.
    await page.locator('#note').evaluate((field, text) => (field.value = text), TOO_LONG);
    await at(page, 'threshold-set').click();
    const confirm = at(page, 'confirm-yes');
    await confirm.click();
    await page.getByRole('alert').getByText('at most 500 bytes').waitFor();
    await page.keyboard.press('Escape');
    await confirm.waitFor({ state: 'detached' });
  });
}

/** The goal is a setting: it takes a server of its own. */
async function goalCheck({ browser, server, watch, check }) {
  await check('a goal of the settings holds transactions, and the page says so', async () => {
    const goal = ['--set', 'decision.alert_budget_per_day=300'];
    const other = await Server.create(server.binary, ['--demo', ...goal]);
    const page = await openPage(browser, watch);
    try {
      await other.start();
      await page.goto(`${other.origin}/dashboard/models`);
      await signInWithKey(page);
      await at(page, 'threshold-held').getByText('a goal of 300 reviews a day').waitFor();
      const offered = await page.locator('#about option').allInnerTexts();
      assert.deepEqual(offered.map((each) => each.trim()), ['Messages']);
    } finally {
      await page.context().close();
      await other.kill();
      other.discard();
    }
  });
}
