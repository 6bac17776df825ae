// Counts checks and prints those that fail; starts servers that are always ended again.
import { ADMIN_KEY, Server } from '../e2e/server.mjs';

const servers = new Set();

/** For the exit handler, where nothing can be waited for. */
export function discardServers() {
  for (const server of servers) server.discard();
}

/** Runs with a server of its own, without a generator: nothing happens there but the cases. */
export async function withServer(binary, more, run) {
  const server = await Server.create(binary, ['--set', 'durability=process', ...more]);
  servers.add(server);
  try {
    await server.start();
    return await run(server);
  } finally {
    await server.kill();
    server.discard();
    servers.delete(server);
  }
}

export class Report {
  constructor(name) {
    this.name = name;
    this.passed = 0;
    this.failed = 0;
    this.startedAt = Date.now();
  }

  check(what, good, seen = '') {
    if (good) {
      this.passed += 1;
      return;
    }
    this.failed += 1;
    console.log(`not ok ${this.name}: ${what}${seen === '' ? '' : `: ${String(seen).slice(0, 300)}`}`);
  }

  equal(what, seen, expected) {
    this.check(what, seen === expected, `${seen}, expected ${expected}`);
  }

  /** The server is still the same process and takes events. */
  async alive(server) {
    const reply = await get(server, '/ready').catch((error) => ({ status: error.message }));
    this.check('the server lives', server.process.exitCode === null && reply.status === 200, reply.status);
  }

  summary() {
    const seconds = ((Date.now() - this.startedAt) / 1000).toFixed(1);
    console.log(`${this.name}: ${this.passed} passed, ${this.failed} failed in ${seconds} s`);
  }
}

export async function get(server, path) {
  const reply = await fetch(server.origin + path, { headers: { 'X-API-KEY': ADMIN_KEY } });
  return { status: reply.status, text: await reply.text() };
}

/** The value of a metric without labels. */
export async function metric(server, name) {
  const { text } = await get(server, '/metrics');
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
}

/** Runs `run` for each item, at most `width` at once. */
export async function each(items, width, run) {
  const left = [...items];
  const worker = async () => {
    while (left.length > 0) await run(left.shift());
  };
  await Promise.all(Array.from({ length: width }, worker));
}
