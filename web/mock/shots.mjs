// Looks at every page of the mock in both themes: screenshots and an accessibility check.
// Usage: npm run shots -- FOLDER   (needs a Chromium; CHROMIUM names another path)
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const FOLDER = process.argv[2];
if (!FOLDER) throw new Error('name a folder for the screenshots');
const PORT = '8097';
const ORIGIN = `http://127.0.0.1:${PORT}`;
const ONLY = process.argv[3];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pages = {
  overview: '/dashboard',
  streaming: '/dashboard/streaming',
  decisions: '/dashboard/decisions?level=Critical',
  drawer: '/dashboard/decisions?outcome=decline',
  decision: '/dashboard/decisions?outcome=decline&kind=transaction',
  cases: '/dashboard/cases',
  models: '/dashboard/models',
  tester: '/dashboard/tester',
  lists: '/dashboard/lists',
  keys: '/dashboard/access',
  users: '/dashboard/access/users',
  sessions: '/dashboard/access/sessions',
  audit: '/dashboard/access/audit',
  tenants: '/dashboard/access/tenants',
  erasures: '/dashboard/access/erasures',
  settings: '/dashboard/settings',
  docs: '/docs',
};
const sizes = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

mkdirSync(FOLDER, { recursive: true });
const mock = spawn(process.execPath, ['mock/server.mjs'], {
  env: { ...process.env, PORT },
  stdio: ['ignore', 'pipe', 'inherit'],
});
await new Promise((resolve) => mock.stdout.once('data', resolve));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});

async function prepare(page, name) {
  if (name === 'drawer') {
    await page.locator('[data-testid=decision-row]').first().click();
    await page.locator('[data-testid=drawer] .verdict').waitFor();
  }
  if (name === 'decision') {
    await page.locator('[data-testid=decision-row]').first().click();
    await page.getByRole('link', { name: 'Open as page' }).click();
    await page.locator('[data-testid=replay]').click();
    await page.getByText('Identical, to the byte').waitFor();
  }
  if (name === 'tester') {
    await page.locator('#example').selectOption({ label: 'Locked account' });
    await page.getByRole('button', { name: 'Analyse' }).click();
  }
  if (name === 'cases') {
    await page.locator('[data-testid=case-row]').first().click();
    await page.locator('[data-testid=case]').waitFor();
  }
  if (name === 'docs') await page.locator('summary').first().click();
  await page.waitForTimeout(900);
}

async function audit(page, label) {
  // Outside of the page's own content policy, as a devtools script would be.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  for (const each of violations) {
    console.log(`${label}: ${each.impact} ${each.id} ×${each.nodes.length} ${each.help}`);
    for (const node of each.nodes.slice(0, 3))
      console.log('   ', JSON.stringify(node.target), node.failureSummary?.split('\n')[1] ?? '');
  }
  if (violations.length === 0) console.log(`${label}: nothing found`);
}

async function look(theme, size) {
  const context = await browser.newContext({ viewport: sizes[size], colorScheme: theme });
  const page = await context.newPage();
  page.on(
    'console',
    (message) =>
      ['error', 'warning'].includes(message.type()) &&
      console.log(`console ${message.type()}: ${message.text()}`),
  );
  page.on('pageerror', (error) => console.log(`page error: ${error}`));
  await page.goto(`${ORIGIN}/dashboard`);
  await page.locator('[data-testid=signin-key]').waitFor();
  await page.waitForTimeout(200);
  await page.screenshot({ path: `${FOLDER}/signin-${theme}-${size}.png` });
  await audit(page, `signin ${theme} ${size}`);
  await page.locator('[data-testid=signin-key]').fill('admin');
  await page.locator('[data-testid=signin-submit]').click();
  await page.locator('[data-testid=feed-row]').first().waitFor();
  for (const [name, path] of Object.entries(pages)) {
    if (ONLY && name !== ONLY) continue;
    await page.goto(ORIGIN + path);
    await page.waitForTimeout(600);
    await prepare(page, name);
    await page.screenshot({
      path: `${FOLDER}/${name}-${theme}-${size}.png`,
      fullPage: size === 'phone' || name === 'models' || name === 'decision',
    });
    await audit(page, `${name} ${theme} ${size}`);
  }
  if (size === 'wide' && !ONLY) await lookAtLoss(page, theme);
  await context.close();
}

async function lookAtLoss(page, theme) {
  await page.goto(`${ORIGIN}/dashboard`);
  await page.locator('[data-testid=feed-row]').first().waitFor();
  await fetch(`${ORIGIN}/mock/drop?seconds=4`);
  await page.waitForTimeout(2500);
  await page.screenshot({ path: `${FOLDER}/lost-${theme}-wide.png` });
  await page.locator('[data-testid=conn-banner]').waitFor({ state: 'detached', timeout: 15_000 });
  console.log(`lost ${theme}: recovered by itself`);
}

try {
  await look('light', 'wide');
  await look('dark', 'wide');
  await look('light', 'phone');
  await look('dark', 'phone');
} finally {
  await browser.close();
  mock.kill();
}
