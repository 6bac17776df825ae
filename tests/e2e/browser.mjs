// A real Chromium, and a watch over everything that it writes to its console.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../web/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export const SIZE = { width: 1440, height: 900 };
export const WAIT_MS = 15_000;

/** What the browser itself writes about an answer or a line that a check provokes on purpose. */
export const REFUSED = /Failed to load resource: .* status of 401/;
export const UNREACHABLE = /WebSocket connection to .* failed|Failed to load resource: net::ERR_/;

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--headless=new',
      '--disable-gpu',
      '--disable-background-networking',
    ],
  });
}

export class ConsoleWatch {
  constructor() {
    this.problems = [];
    this.expected = [];
  }

  follow(page) {
    page.on('pageerror', (error) => this.problems.push(`page error: ${error.message}`));
    page.on('console', (message) => {
      const text = message.text();
      if (message.type() !== 'error' || this.expected.some((each) => each.test(text))) return;
      this.problems.push(`${text} (${message.location().url})`);
    });
  }

  /** While `run` goes on, lines like `patterns` are part of the plan. */
  async expecting(patterns, run) {
    this.expected = patterns;
    try {
      return await run();
    } finally {
      this.expected = [];
    }
  }
}

export async function openPage(browser, watch) {
  const context = await browser.newContext({ viewport: SIZE, colorScheme: 'light' });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  watch.follow(page);
  return page;
}

export const at = (page, id) => page.locator(`[data-testid="${id}"]`);

/** The exact number in the title of the tile; its text is rounded. */
export async function totalDecisions(page) {
  const title = (await at(page, 'kpi-decisions').getAttribute('title')) ?? '';
  const number = Number((/^[\d,]+/.exec(title)?.[0] ?? '').replaceAll(',', ''));
  return Number.isFinite(number) ? number : 0;
}

/** Waits until `read` gives something that `fits`; returns it. */
export async function until(what, read, fits, waitMs = WAIT_MS) {
  const end = Date.now() + waitMs;
  let last;
  do {
    last = await read();
    if (fits(last)) return last;
    await new Promise((resolve) => setTimeout(resolve, 100));
  } while (Date.now() < end);
  throw new Error(`${what}: still ${JSON.stringify(last)} after ${waitMs} ms`);
}

/** Findings that keep people out. The page's own policy does not apply to injected scripts. */
export async function accessProblems(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  return violations
    .filter((each) => ['serious', 'critical'].includes(each.impact))
    .map((each) => `${each.id} at ${JSON.stringify(each.nodes[0]?.target)}`);
}
