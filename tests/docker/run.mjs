// docker compose up on a real engine: the image is built, the stack becomes healthy, decides, and after `down` and `up` still
// knows what it decided. Exit 77 where no engine can run, saying why.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { ADMIN_KEY, freePort, pause, PUBLIC_KEY } from '../e2e/server.mjs';
import { Engine, missing } from './engine.mjs';

const SKIPPED = 77;
const HEALTHY_MS_MAX = 90_000;
const SOURCE = fileURLToPath(new URL('../..', import.meta.url));
const SCAM = { message_content: 'URGENT! Bank suspended. Verify or legal action!', phone_number: '555-1234' };

function skip(why) {
  console.log(`docker: skipped: ${why}`);
  process.exit(SKIPPED);
}

function step(text) {
  console.log(`${((performance.now() / 1000) | 0).toString().padStart(4)} s  ${text}`);
}

class Stack {
  constructor(engine, port) {
    this.engine = engine;
    this.origin = `http://127.0.0.1:${port}`;
    this.environment = { SHRIKE_PORT: String(port), SHRIKE_ADMIN_KEY: ADMIN_KEY, SHRIKE_PUBLIC_KEY: PUBLIC_KEY };
  }

  compose(...args) {
    const project = ['--project-name', 'shrike', '--file', `${SOURCE}/docker-compose.yml`];
    return this.engine.must('docker-compose', [...project, ...args], { environment: this.environment });
  }

  async up() {
    this.compose('up', '--detach', '--no-build');
    const id = this.compose('ps', '--quiet', 'shrike');
    const health = () => this.engine.must('docker', ['inspect', '--format', '{{.State.Health.Status}}', id]);
    for (const end = Date.now() + HEALTHY_MS_MAX; health() !== 'healthy'; await pause(500)) {
      if (Date.now() > end) throw new Error(`the service did not become healthy:\n${this.compose('logs')}`);
    }
    return id;
  }

  async ask(path, body) {
    const headers = { 'X-API-KEY': body ? PUBLIC_KEY : ADMIN_KEY, 'Content-Type': 'application/json' };
    const options = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers };
    const reply = await fetch(this.origin + path, options);
    assert.equal(reply.status, 200, `${path}: ${await reply.clone().text()}`);
    return reply.json();
  }

  /** A decision as the store has it, once it does. */
  async stored(id) {
    for (let tries = 0; tries < 50; ++tries, await pause(200)) {
      const reply = await fetch(`${this.origin}/decisions/${id}`, { headers: { 'X-API-KEY': ADMIN_KEY } });
      if (reply.status === 200) return reply.json();
      await reply.arrayBuffer();
    }
    throw new Error(`decision ${id} was not stored`);
  }
}

async function check(engine) {
  step('base image');
  engine.importBase('debian:bookworm-slim');
  step('image of PostgreSQL');
  engine.must('docker', ['build', '--network', 'host', '--tag', 'postgres:15-bookworm', `${SOURCE}/tests/docker/postgres`]);
  step('image of Shrike');
  engine.must('docker', ['build', '--network', 'host', '--file', `${SOURCE}/docker/Dockerfile`, '--tag', 'shrike', SOURCE]);
  const stack = new Stack(engine, await freePort());
  step('docker-compose up');
  const container = await stack.up();
  assert.equal(engine.must('docker', ['exec', container, 'id', '-u']), '65532', 'it does not run as root');
  assert.notEqual(engine.run('docker', ['exec', container, 'curl', '--version']).status, 0, 'there is no curl inside');
  assert.equal((await stack.ask('/info')).store, 'postgres');
  const decided = await stack.ask('/analyze', SCAM);
  assert.equal(decided.risk_level, 'Critical');
  const before = await stack.stored(decided.id);
  step('docker-compose down, and up again');
  stack.compose('down');
  await stack.up();
  assert.deepEqual(await stack.stored(decided.id), before, 'the decision is still there');
  const next = await stack.ask('/analyze', { message_content: 'See you at lunch', phone_number: SCAM.phone_number });
  assert.equal(next.outcome, 'decline', 'so is the blocklist');
  const size = engine.must('docker', ['image', 'inspect', '--format', '{{.Size}}', 'shrike']);
  step(`the image has ${(Number(size) / 1e6).toFixed(0)} MB`);
  stack.compose('down', '--volumes');
}

const why = missing();
if (why) skip(why);
const engine = new Engine();
let code = 1;
try {
  if (await engine.start()) {
    await check(engine);
    step('done');
    code = 0;
  } else {
    console.log(`docker: skipped: the engine does not start here:\n${engine.lastWords}`);
    code = SKIPPED;
  }
} catch (error) {
  console.error(error.message);
} finally {
  await engine.stop();
}
process.exit(code);
