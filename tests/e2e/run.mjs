// The dashboard against the real server in a real browser. Usage: node tests/e2e/run.mjs [BINARY]
import { setMaxListeners } from 'node:events';
import { resolve } from 'node:path';
import { ConsoleWatch, launch, openPage } from './browser.mjs';
import { accessChecks } from './checks-access.mjs';
import { adminChecks } from './checks-admin.mjs';
import { caseChecks } from './checks-cases.mjs';
import { decisionChecks } from './checks-decision.mjs';
import { flowChecks } from './checks-flow.mjs';
import { modelChecks } from './checks-models.mjs';
import { signInChecks } from './checks-sign-in.mjs';
import { workChecks } from './checks-work.mjs';
import { Server } from './server.mjs';

const RUN_MS_MAX = 420_000;
const binary = resolve(process.argv[2] ?? process.env.SHRIKE_BINARY ?? 'build/release/shrike');

setMaxListeners(30);
const startedAt = Date.now();
const browser = await launch();
const server = await Server.create(binary);
const watch = new ConsoleWatch();
let failed = 0;

process.on('exit', () => server.discard());
for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => process.exit(130));
setTimeout(() => {
  console.error('not ok: the run took too long');
  process.exit(1);
}, RUN_MS_MAX).unref();

/** One line per check. After a failure the rest still runs, as far as it can. */
async function check(name, run) {
  const from = Date.now();
  try {
    const note = await run();
    const wrote = watch.problems.splice(0);
    if (wrote.length > 0) throw new Error(`the console said: ${wrote.join(' | ')}`);
    console.log(`ok     ${name}${note ? `: ${note}` : ''} (${Date.now() - from} ms)`);
  } catch (error) {
    failed += 1;
    watch.problems.length = 0;
    console.log(`not ok ${name}: ${String(error.message ?? error).slice(0, 600)}`);
  }
}

try {
  const page = await openPage(browser, watch);
  const world = { browser, server, watch, page, check };
  await signInChecks(world);
  await workChecks(world);
  await decisionChecks(world);
  await modelChecks(world);
  await accessChecks(world);
  await caseChecks(world);
  await adminChecks(world);
  await flowChecks(world);
} catch (error) {
  failed += 1;
  console.log(`not ok the run itself: ${error.stack ?? error}`);
} finally {
  await browser.close().catch(() => null);
  await server.kill();
  server.discard();
}
const seconds = ((Date.now() - startedAt) / 1000).toFixed(0);
console.log(failed ? `${failed} failed after ${seconds} s` : `all passed in ${seconds} s`);
process.exit(failed ? 1 : 0);
