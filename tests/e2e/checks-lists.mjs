// The block and the allow list in the browser: adding, looking at one of them, importing, removing.
import assert from 'node:assert/strict';
import { at, until } from './browser.mjs';

const ALLOWED = '555-0771';
const CSV = `kind,value,list,reason
phone,555-0801,block,known
planet,mars,block,not a kind
phone,555-0802,allow,our own
ip,10.1.2.3,block,known,too many`;
const NDJSON = '{"kind":"device","value":"dev-e2e","reason":"from a file"}\n';

const rowOf = (page, text) => at(page, 'list-row').filter({ hasText: text });

export async function listChecks({ check }, server, page) {
  await check('an entity is allowed, and stands on that list alone', async () => {
    await page.goto(`${server.origin}/dashboard/blocklist`);
    await page.locator('#list').selectOption('allow');
    await page.locator('#kind').selectOption('phone');
    await page.locator('#value').fill(ALLOWED);
    await page.locator('#reason').fill('our own');
    await at(page, 'list-add').click();
    await rowOf(page, ALLOWED).getByText('Allowed').waitFor();
    await rowOf(page, ALLOWED).getByText('a person').waitFor();
    await at(page, 'list-block').click();
    await page.waitForURL(/\/dashboard\/lists\?list=block$/);
    await page.getByText('Nobody is blocked').waitFor();
    await page.goBack();
    await rowOf(page, ALLOWED).waitFor();
  });

  await check('pasted rows are imported, and the bad ones named by line and field', async () => {
    await at(page, 'import-open').click();
    const dialog = at(page, 'import');
    await at(page, 'import-send').click();
    await dialog.getByText('Choose a file, or paste rows.').waitFor();
    await dialog.locator('#rows').fill(CSV);
    await dialog.getByText('CSV, 4 rows').waitFor();
    await at(page, 'import-send').click();
    await at(page, 'import-result').getByText('2 rows taken, 2 rows refused.').waitFor();
    const cells = await at(page, 'import-refused').locator('td:not(:last-child)').allInnerTexts();
    assert.deepEqual(cells, ['3', 'kind', '5', 'the row']);
    await at(page, 'import-done').click();
    await rowOf(page, '555-0801').getByText('Blocked').waitFor();
    await rowOf(page, '555-0802').getByText('Allowed').waitFor();
  });

  await check('a file is imported', async () => {
    await at(page, 'import-open').click();
    const file = { name: 'rows.ndjson', mimeType: 'text/plain', buffer: Buffer.from(NDJSON) };
    await page.locator('#file').setInputFiles(file);
    await at(page, 'import').getByText('NDJSON, 1 row').waitFor();
    await at(page, 'import-send').click();
    await at(page, 'import-result').getByText('1 row taken.').waitFor();
    await at(page, 'import-done').click();
    await rowOf(page, 'dev-e2e').getByText('from a file').waitFor();
  });

  await check('an entry is taken off and stays away', async () => {
    await page.getByRole('button', { name: `Remove ${ALLOWED}` }).click();
    await rowOf(page, ALLOWED).waitFor({ state: 'detached' });
    await page.reload();
    await rowOf(page, '555-0801').waitFor();
    await until('the entry', () => rowOf(page, ALLOWED).count(), (count) => count === 0);
  });
}
