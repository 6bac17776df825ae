// The page of one decision: opening it, adding up, deciding again, labelling, its history.
import assert from 'node:assert/strict';
import { accessProblems, at, until } from './browser.mjs';

const ROUNDING = 0.05;
/** So low that some payment reaches it soon. */
const LOW_POINTS = 1.25;
/** The address of nothing answers 404. */
const MISSING = /Failed to load resource: .* status of 404/;

/** "−1.25" -> -1.25; what is written for screen readers follows after a comma. */
const written = (text) => Number.parseFloat(text.trim().replace('\u2212', '-'));

export async function decisionChecks(world) {
  await pageChecks(world);
  await thresholdCheck(world);
  await absenceCheck(world);
}

async function pageChecks({ server, page, check }) {
  const decision = at(page, 'decision');

  await check('the drawer leads to a page that can be sent to a colleague', async () => {
    await page.goto(`${server.origin}/dashboard/decisions?level=Low&kind=transaction`);
    await at(page, 'decision-row').first().click();
    await page.getByRole('link', { name: 'Open as page' }).click();
    await page.waitForURL(/\/dashboard\/decisions\/dec_\w+$/);
    await decision.waitFor();
    assert.equal(await at(page, 'drawer').count(), 0, 'the drawer is still there');
    await page.reload();
    await decision.waitFor();
  });

  await check('base and reasons add up to the log-odds', async () => {
    const texts = await decision.locator('sk-log-odds .value').allInnerTexts();
    const values = texts.map(written);
    const total = values.pop();
    const sum = values.reduce((all, each) => all + each, 0);
    assert.ok(values.length >= 3, texts.join(' | '));
    assert.ok(Math.abs(sum - total) < ROUNDING, `${texts.join(' | ')}: sum ${sum}`);
    return `${values.length} steps, ${total}`;
  });

  await check('deciding again gives the same', async () => {
    await at(page, 'replay').click();
    await decision.getByText('Identical, to the byte').waitFor();
  });

  await check('a label with a note is kept', async () => {
    const button = decision.getByRole('button', { name: 'Not fraud' });
    await decision.locator('#note').fill('Called the customer.');
    const sent = page.waitForRequest((request) => request.url().endsWith('/label'));
    await button.click();
    assert.match((await sent).postData(), /"note":"Called the customer."/);
    await decision.getByText('Labelled as not fraud').waitFor();
    await page.reload();
    await until('the label', () => button.getAttribute('aria-pressed'), (now) => now === 'true');
  });

  await check('the history of its merchant leads to other decisions, and Back returns', async () => {
    const here = page.url();
    await decision.getByRole('button', { name: 'Same merchant' }).click();
    await at(page, 'history').or(decision.getByText('Nothing was decided about it before'))
      .waitFor();
    const others = at(page, 'history').locator('tbody a');
    const count = await others.count();
    assert.deepEqual(await accessProblems(page), []);
    if (count === 0) return 'it was the first of its merchant';
    await others.first().click();
    await page.waitForURL((url) => url.href !== here);
    await decision.waitFor();
    await page.goBack();
    await page.waitForURL(here);
    return `${count} before`;
  });
}

/** With the session of the page, as an admin would. */
const reviewFrom = (page, points) =>
  page.evaluate(
    (review_from) =>
      fetch('/thresholds', {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ about: 'transaction', review_from }),
      }).then((reply) => reply.status),
    points,
  );

async function thresholdCheck({ server, page, check }) {
  await check('drawer and page tell the threshold and what would have changed it', async () => {
    assert.equal(await reviewFrom(page, LOW_POINTS), 202);
    const newest = () =>
      page.evaluate(() =>
        fetch('/decisions?outcome=review&kind=transaction&limit=1')
          .then((reply) => reply.json())
          .then(({ data }) => data[0]),
      );
    const row = await until('a review', newest, (each) => each?.review_from === LOW_POINTS);
    assert.equal(await reviewFrom(page, null), 202);
    const told = /Reviewed because its risk of [\d.]+ points reached the threshold of 1\.25 /;

    await page.goto(`${server.origin}/dashboard/decisions?decision=${row.id}`);
    const drawer = at(page, 'drawer');
    assert.match(await drawer.getByTestId('decided-under').innerText(), told);
    const inDrawer = await drawer.getByTestId('what-if').locator('p').first().innerText();
    assert.deepEqual(await accessProblems(page), []);

    await page.goto(`${server.origin}/dashboard/decisions/${row.id}`);
    assert.match(await at(page, 'decided-under').innerText(), told);
    assert.equal(await at(page, 'what-if').locator('p').first().innerText(), inDrawer);
    return inDrawer;
  });
}

async function absenceCheck({ server, page, watch, check }) {
  await check('a decision that is not there is told in words', async () => {
    await watch.expecting([MISSING], async () => {
      await page.goto(`${server.origin}/dashboard/decisions/dec_0000000zzzzzz`);
      await page.getByText('This decision cannot be shown').waitFor();
      await page.getByText('There is no decision with this id.').waitFor();
    });
  });
}
