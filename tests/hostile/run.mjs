// Hostile clients against the real server. Usage: node tests/hostile/run.mjs [BINARY] [--only name,name]
import { resolve } from 'node:path';
import { Report, discardServers } from './report.mjs';

const RUN_MS_MAX = 120_000;
/** The slow ones mostly wait, so they run beside the others. */
const ALONGSIDE = ['slow'];
const IN_TURN = ['smuggling', 'json', 'caps', 'websocket'];

const words = process.argv.slice(2);
const onlyAt = words.indexOf('--only');
const only = onlyAt < 0 ? null : words.splice(onlyAt, 2)[1].split(',');
const binary = resolve(words[0] ?? process.env.SHRIKE_BINARY ?? 'build/release/shrike');

process.on('exit', discardServers);
for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => process.exit(130));
setTimeout(() => {
  console.error('not ok: the run took too long');
  process.exit(1);
}, RUN_MS_MAX).unref();

async function runOne(name) {
  const report = new Report(name);
  try {
    const { run } = await import(`./${name}.mjs`);
    await run(binary, report);
  } catch (error) {
    report.check('the run itself', false, error.stack ?? error);
  }
  report.summary();
  return report.failed;
}

async function runInTurn(names) {
  let failed = 0;
  for (const name of names) failed += await runOne(name);
  return failed;
}

const chosen = (names) => names.filter((name) => !only || only.includes(name));
const unknown = (only ?? []).filter((name) => ![...ALONGSIDE, ...IN_TURN].includes(name));
if (unknown.length > 0) {
  console.error(`not ok: there is no ${unknown.join(', ')}; expected some of ${[...ALONGSIDE, ...IN_TURN].join(', ')}`);
  process.exit(1);
}
const failures = await Promise.all([...chosen(ALONGSIDE).map(runOne), runInTurn(chosen(IN_TURN))]);
const failed = failures.reduce((sum, count) => sum + count, 0);
console.log(failed ? `${failed} checks failed` : 'all passed');
process.exit(failed ? 1 : 0);
