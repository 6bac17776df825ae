// The models: training, challenging, rolling back, cards; what a viewer and an analyst may see.
import assert from 'node:assert/strict';
import { accessProblems, at, openPage, REFUSED, until } from './browser.mjs';
import { signInWithKey } from './checks-sign-in.mjs';
import { KEY_KNOWN_MS, pause } from './server.mjs';
import { thresholdChecks } from './checks-thresholds.mjs';

const SCAMS = ['Your pet insurance lapsed, wire the fee at once', 'Wire the fee for your prize'];
const GENUINE = ['The vet can see the dog at nine', 'Running ten minutes late, sorry'];
const TRAINING_MS = 30_000;

export async function modelChecks(world) {
  await registryChecks(world);
  await thresholdChecks(world);
  await world.watch.expecting([REFUSED], () => roleChecks(world));
}

const entry = (page, state, name) =>
  page.locator(`[data-testid="model"][data-state="${state}"]`).filter({ hasText: name });

async function registryChecks({ server, page, check }) {
  const open = () => page.goto(`${server.origin}/dashboard/models`);
  const confirm = at(page, 'confirm-yes');

  await check('the registry shows who judges, with figures', async () => {
    await open();
    const figures = entry(page, 'champion', 'transaction-gbt').locator('dl.main');
    await figures.getByText('AUC', { exact: true }).waitFor();
    await entry(page, 'champion', 'message-lr').waitFor();
    await at(page, 'monitoring').getByRole('heading', { name: /How good/ }).waitFor();
    // Nothing has judged before these: there is nothing to roll back to.
    assert.equal(await page.getByRole('button', { name: /Roll back/ }).count(), 0);
    assert.deepEqual(await accessProblems(page), []);
  });

  await check('the card of a version opens with its tables, and Escape closes it', async () => {
    const champion = entry(page, 'champion', 'transaction-gbt');
    await champion.getByRole('button', { name: /^Card/ }).click();
    const card = at(page, 'card');
    await card.getByRole('heading', { name: 'Limits' }).waitFor();
    const rounds = card.getByRole('row').filter({ hasText: 'rounds' }).getByRole('cell').last();
    assert.match(await rounds.innerText(), /^\d+$/);
    assert.ok(!(await card.innerText()).includes('|'), 'Markdown is shown as it stands');
    assert.deepEqual(await accessProblems(page), []);
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'hidden' });
  });

  await check('pasted messages train a new version, and its outcome is told', async () => {
    const before = await version(entry(page, 'champion', 'message-lr'));
    await page.getByLabel('messages that I paste').check();
    await page.locator('#scam').fill(SCAMS.join('\n'));
    await page.locator('#legitimate').fill(GENUINE.join('\n'));
    await at(page, 'retrain').click();
    const told = at(page, 'training').getByText(/^(Activated|Not activated)\.$/);
    await told.waitFor({ timeout: TRAINING_MS });
    const words = await told.innerText();
    assert.ok((await at(page, 'training').innerText()).includes('4 new examples, 2 of them bad'));
    if (words !== 'Activated.') throw new Error(await at(page, 'training').innerText());
    const champion = () => version(entry(page, 'champion', 'message-lr'));
    await until('the champion', champion, (now) => now > before);
    return `version ${before} -> ${await champion()}`;
  });

  await check('the version before challenges, and the challenge ends', async () => {
    const standby = entry(page, 'standby', 'message-lr').first();
    await standby.getByRole('button', { name: /Let it challenge/ }).click();
    await page.locator('#share').fill('7');
    await confirm.click();
    const challenger = entry(page, 'challenger', 'message-lr');
    await challenger.getByText('decides on 7 %').waitFor();
    await challenger.getByRole('button', { name: /End challenge/ }).click();
    await confirm.click();
    await challenger.waitFor({ state: 'detached' });
  });

  await check('an older version is activated, and rolling back undoes it', async () => {
    const champion = entry(page, 'champion', 'message-lr');
    const newest = await version(champion);
    const older = entry(page, 'standby', 'message-lr').first();
    await older.getByRole('button', { name: /Activate/ }).click();
    await confirm.click();
    await until('the champion', () => version(champion), (now) => now < newest);
    await champion.getByRole('button', { name: `Roll back to version ${newest}` }).click();
    await confirm.click();
    await until('the champion', () => version(champion), (now) => now === newest);
  });
}

/** "message-lr v3" -> 3 */
const version = async (model) => Number(/v(\d+)/.exec(await model.locator('h3').innerText())?.[1]);

async function roleChecks({ browser, server, watch, check }) {
  const signedIn = async (role) => {
    const other = await openPage(browser, watch);
    const key = server.makeKey(role);
    await other.goto(`${server.origin}/dashboard/models`);
    await pause(KEY_KNOWN_MS);
    const inside = async () => {
      if (await at(other, 'signin-key').count()) await signInWithKey(other, key);
      await other.waitForTimeout(1000);
      return at(other, 'signin').count();
    };
    await until('the sign-in', inside, (shown) => shown === 0);
    return other;
  };

  await check('a viewer is told that models are not for them', async () => {
    const other = await signedIn('viewer');
    await other.getByText('Models are for analysts, auditors and admins').waitFor();
    assert.equal(await at(other, 'retrain').count(), 0);
    await at(other, 'threshold-now').waitFor();
    assert.equal(await at(other, 'threshold-set').count(), 0);
    await other.context().close();
  });

  await check('an analyst sees the models and has no buttons', async () => {
    const other = await signedIn('analyst');
    await entry(other, 'champion', 'transaction-gbt').waitFor();
    await other.getByText('Only an admin can start a training.').waitFor();
    assert.equal(await other.getByRole('button', { name: /Roll back|Activate/ }).count(), 0);
    await other.context().close();
  });
}
