// Alerts from a decision to real receivers. Usage: node tests/alerts/run.mjs BINARY [--only name,name] [--long] [--seed N]
import { parseArgs } from 'node:util';
import { closeAll } from './support.mjs';

const SCENARIOS = ['channels', 'troubles', 'rules', 'kill'];
const options = { only: { type: 'string' }, long: { type: 'boolean' }, seed: { type: 'string' } };
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const only = values.only?.split(',') ?? SCENARIOS;
const unknown = only.filter((name) => !SCENARIOS.includes(name));
if (positionals.length !== 1 || unknown.length > 0) {
  console.error(`usage: node run.mjs BINARY [--long] [--seed N] [--only ${SCENARIOS.join(',')}]`);
  process.exit(2);
}
process.on('exit', closeAll);
for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => process.exit(130));

/** What a scenario found. */
class Report {
  constructor(name) {
    Object.assign(this, { name, passed: 0, failed: 0 });
  }

  check(what, holds, found = '') {
    this[holds ? 'passed' : 'failed'] += 1;
    if (!holds) console.log(`not ok: ${this.name}: ${what}: ${String(found).slice(0, 1_000)}`);
  }

  note(text) {
    console.log(`${this.name}: ${text}`);
  }
}

const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
let failed = 0;
for (const name of SCENARIOS.filter((one) => only.includes(one))) {
  const report = new Report(name);
  const started = Date.now();
  try {
    const { run } = await import(`./${name}.mjs`);
    await run(positionals[0], report, { rounds: values.long ? 100 : 20, seed });
  } catch (error) {
    report.check('the run itself', false, error.stack ?? error);
  }
  closeAll();
  console.log(`${name.padEnd(10)} ${report.passed} passed, ${report.failed} failed, ${((Date.now() - started) / 1000).toFixed(1)} s`);
  failed += report.failed;
}
process.exit(failed ? 1 : 0);
