// The flow: rate, stop and start, and what the page does when the server goes away.
import assert from 'node:assert/strict';
import { at, REFUSED, totalDecisions, UNREACHABLE, until } from './browser.mjs';
import { signInWithKey } from './checks-sign-in.mjs';
import { pause } from './server.mjs';

const FROZEN_MS = 8000;
const RATE_WAIT_MS = 20_000;

/** The achieved rate as the page writes it. */
async function achieved(page) {
  const text = await page.locator('sk-rate-control dd').last().innerText();
  const scale = text.includes('k') ? 1000 : 1;
  return Number.parseFloat(text) * scale;
}

export async function flowChecks(world) {
  await rateChecks(world);
  await lossChecks(world);
}

async function rateChecks({ server, page, check }) {
  const rate = () => achieved(page);
  const button = (id) => at(page, id);

  await check('the slider changes the achieved rate', async () => {
    await page.goto(`${server.origin}/dashboard/streaming`);
    await until('the rate before', rate, (value) => value > 50, RATE_WAIT_MS);
    await button('rate-slider').fill('350');
    const isLow = (value) => value > 20 && value < 100;
    const low = await until('the low rate', rate, isLow, RATE_WAIT_MS);
    await button('rate-input').fill('200');
    await button('rate-input').press('Enter');
    const high = await until('the rate after', rate, (value) => value > 130, RATE_WAIT_MS);
    return `${low} /s, then ${high} /s`;
  });

  await check('the generator pauses and runs again', async () => {
    await button('btn-generator').filter({ hasText: 'Pause' }).click();
    await button('btn-generator').filter({ hasText: 'Run' }).waitFor();
    await until('the rate', rate, (value) => value < 5, RATE_WAIT_MS);
    await button('btn-generator').filter({ hasText: 'Run' }).click();
    await until('the rate', rate, (value) => value > 50, RATE_WAIT_MS);
  });

  await check('the system stops and starts again', async () => {
    await button('btn-system').filter({ hasText: 'Stop' }).click();
    await button('btn-system').filter({ hasText: 'Start' }).waitFor();
    await page.getByRole('link', { name: 'Overview' }).click();
    await at(page, 'status').getByText('Stopped').waitFor();
    await page.getByRole('link', { name: 'Streaming' }).click();
    await button('btn-system').filter({ hasText: 'Start' }).click();
    await button('btn-system').filter({ hasText: 'Stop' }).waitFor();
    const run = button('btn-generator').filter({ hasText: 'Run' });
    if (await run.count()) await run.click();
    await until('the rate', rate, (value) => value > 50, RATE_WAIT_MS);
  });
}

async function lossChecks({ server, watch, page, check }) {
  const banner = at(page, 'conn-banner');
  const moves = async () => {
    const from = await totalDecisions(page);
    await until('decisions', () => totalDecisions(page), (total) => total > from);
  };

  await check('a frozen server shows a banner; then the page recovers by itself', async () => {
    await page.getByRole('link', { name: 'Overview' }).click();
    await moves();
    const before = await totalDecisions(page);
    await watch.expecting([UNREACHABLE], async () => {
      server.signal('SIGSTOP');
      const frozen = pause(FROZEN_MS);
      try {
        await banner.getByText(/The numbers are .* old/).waitFor();
        await frozen;
      } finally {
        server.signal('SIGCONT');
      }
      await banner.waitFor({ state: 'detached' });
    });
    await moves();
    assert.ok((await totalDecisions(page)) >= before, 'the totals went back');
  });

  await check('after a kill the page says so; after a restart the totals are kept', async () => {
    const before = await totalDecisions(page);
    await watch.expecting([UNREACHABLE, REFUSED], async () => {
      await server.kill();
      await banner.getByText(/The numbers are .* old/).waitFor();
      await server.start();
      await at(page, 'signin').waitFor();
      await page.getByText('The session has ended. Sign in again to go on.').waitFor();
    });
    await signInWithKey(page);
    await at(page, 'kpi-decisions').waitFor();
    const after = await until('decisions', () => totalDecisions(page), (n) => n >= before);
    assert.equal(await banner.count(), 0, 'the banner is still there');
    return `${before} decisions before, ${after} after`;
  });

  await check('new decisions are made after the restart', moves);
}
