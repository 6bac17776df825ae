// An analyst's work: test a message, the blocklist, search, explain, label, themes, API reference.
import assert from 'node:assert/strict';
import { accessProblems, at, until } from './browser.mjs';

const PHONE = '555-0142';
const SCAM = 'URGENT! Bank suspended. Verify or legal action!';
const HARMLESS = 'Thanks for the cake yesterday, it was lovely.';

const go = (page, server, path) => page.goto(`${server.origin}/dashboard${path}`);

async function analyse(page, text) {
  await page.locator('#content').fill(text);
  await page.locator('#phone').fill(PHONE);
  const answered = page.waitForResponse((reply) => reply.url().endsWith('/analyze'));
  await page.getByRole('button', { name: 'Analyse' }).click();
  await answered;
  return page.getByRole('region', { name: 'Verdict' });
}

export async function workChecks(world) {
  await messageChecks(world);
  await searchChecks(world);
  await lookChecks(world);
}

async function messageChecks({ server, page, check }) {
  await check('a scam is Critical, with reasons in words', async () => {
    await go(page, server, '/tester');
    const verdict = await analyse(page, SCAM);
    await verdict.getByText('Critical').first().waitFor();
    await verdict.getByText('Contains threatening language').first().waitFor();
    const reasons = await verdict.locator('sk-log-odds li').allInnerTexts();
    assert.ok(reasons.length >= 3, `only ${reasons.length} reasons`);
    const marked = await verdict.locator('mark').allInnerTexts();
    assert.ok(marked.some((text) => text.startsWith('legal action')), marked.join(' | '));
    return `${reasons.length} steps`;
  });

  await check('a harmless message from the same number is declined by the blocklist', async () => {
    const verdict = await analyse(page, HARMLESS);
    await verdict.getByText(/blocklist/i).first().waitFor();
    await verdict.getByText('Declined').waitFor();
  });

  await check('the blocklist shows the number, and removing it works', async () => {
    await go(page, server, '/lists');
    const remove = page.getByRole('button', { name: `Remove ${PHONE}` });
    await remove.click();
    await remove.waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('button', { name: /^Remove / }).first().waitFor();
    assert.equal(await remove.count(), 0, 'the number is back after a reload');
    await go(page, server, '/tester');
    const verdict = await analyse(page, HARMLESS);
    await verdict.getByText('Approved').waitFor();
  });

  await check('two texts are compared side by side', async () => {
    await go(page, server, '/tester');
    await page.getByRole('button', { name: 'Compare two' }).click();
    for (const [place, label] of ['Parcel fee', 'Lunch'].entries()) {
      await page.locator('#example').nth(place).selectOption({ label });
      await page.getByRole('button', { name: 'Analyse' }).nth(place).click();
    }
    const said = at(page, 'comparison');
    await said.getByText(/^A scores \d+ points more/).waitFor();
    await said.getByText('Only in A:').waitFor();
    assert.deepEqual(await accessProblems(page), []);
  });
}

async function searchChecks({ server, page, check }) {
  const rows = at(page, 'decision-row');

  await check('filters live in the address, and Back takes them away', async () => {
    await go(page, server, '/decisions');
    await rows.first().waitFor();
    await page.locator('#level').selectOption('Critical');
    await page.waitForURL(/[?&]level=Critical/);
    const levels = () =>
      rows.locator('sk-risk').evaluateAll((all) => [...new Set(all.map((each) => each.level))]);
    await until('the levels shown', levels, (shown) => shown.join() === 'Critical');
    await page.locator('#kind').selectOption('message');
    await page.waitForURL(/kind=message/);
    await page.goBack();
    await page.waitForURL((url) => !url.search.includes('kind='));
    assert.equal(await page.locator('#kind').inputValue(), '');
    assert.equal(await page.locator('#level').inputValue(), 'Critical');
    await page.goBack();
    await page.waitForURL((url) => !url.search.includes('level='));
    await until('the level field', () => page.locator('#level').inputValue(), (value) => !value);
  });

  await check('a card is found by its token', async () => {
    await go(page, server, '/decisions?kind=transaction');
    await rows.first().waitFor();
    const card = (await rows.first().locator('.subject').innerText()).trim();
    await page.locator('#entity').fill(card);
    await page.locator('#entity').press('Enter');
    await page.waitForURL((url) => url.searchParams.get('entity') === `card:${card}`);
    await until(
      'rows of other cards',
      async () => (await rows.allInnerTexts()).filter((text) => !text.includes(card)).length,
      (others) => others === 0,
    );
    return card;
  });

  await check('a decision opens with its reasons and takes a label', async () => {
    await go(page, server, '/decisions?outcome=decline&kind=message');
    await rows.first().click();
    const drawer = at(page, 'drawer');
    await drawer.locator('sk-reasons li').first().waitFor();
    await drawer.locator('.verdict').getByText('Critical').waitFor();
    await drawer.getByRole('button', { name: 'Confirm fraud' }).click();
    await drawer.getByText('Labelled as fraud').waitFor();
    await page.reload();
    const pressed = () =>
      drawer.getByRole('button', { name: 'Confirm fraud' }).getAttribute('aria-pressed');
    await until('the kept label', pressed, (value) => value === 'true');
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
  });
}

async function lookChecks({ server, page, check }) {
  const shown = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

  for (const theme of ['light', 'dark']) {
    for (const path of ['', '/streaming', '/decisions']) {
      await check(`nothing keeps people out: ${path || '/overview'}, ${theme}`, async () => {
        await go(page, server, path);
        await page.locator('[data-testid=feed-row], [data-testid=decision-row], sk-stage-table td')
          .first()
          .waitFor();
        assert.deepEqual(await accessProblems(page), []);
      });
    }
    await check(`the theme changes from ${theme} and is remembered`, async () => {
      const before = await shown();
      await at(page, 'theme-toggle').click();
      const after = await until('the background', shown, (color) => color !== before);
      await page.reload();
      await at(page, 'theme-toggle').waitFor();
      assert.equal(await shown(), after);
    });
  }

  await check('the API reference lists its operations', async () => {
    await page.goto(`${server.origin}/docs`);
    await page.locator('sk-operation').first().waitFor();
    const count = await page.locator('sk-operation').count();
    assert.ok(count >= 15, `only ${count}`);
    await page.getByText('/analyze').first().waitFor();
    return `${count} operations`;
  });
}
