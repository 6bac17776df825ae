// A running server seen from outside: whether it answers all the time, and what it holds of the machine.
import { readdirSync, readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';

const BEAT_MS = 200;
const ANSWER_MS_MAX = 10_000; // longer than any scenario lets the process stand still
const DESCRIPTORS_SPARE = 5;
const BACK_MS_MAX = 10_000;
const RSS_MIB_MAX = 512;
const TICKS_PER_SECOND = 100;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Seconds of processor time since the start. */
export function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** The share of one core that the process takes. */
export async function cpuShare(pid, ms) {
  const before = cpuSeconds(pid);
  await pause(ms);
  return (cpuSeconds(pid) - before) / (ms / 1_000);
}

const mebibytes = (status, field) => Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1_024;

export function held(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const [descriptors, threads] = ['fd', 'task'].map((folder) => readdirSync(`/proc/${pid}/${folder}`).length);
  return { descriptors, threads, rssMib: mebibytes(status, 'VmRSS'), rssMibTop: mebibytes(status, 'VmHWM') };
}

/** From ready on; `alive` tells whether the process should answer. */
export class Vitals {
  constructor(pid, port, alive) {
    Object.assign(this, { pid, port, alive, watching: true, missed: [] });
    this.baseline = held(pid);
    // One connection from before the fault: a server without descriptors still has to answer on it.
    this.agent = new Agent({ keepAlive: true, maxSockets: 1 });
    this.beating = this.beat();
  }

  async beat() {
    while (this.watching && this.alive()) {
      const failure = await this.ask();
      if (failure) await pause(100); // that it ended may be known a little later
      if (failure && this.watching && this.alive()) this.missed.push({ kind: 'silent', text: `/health: ${failure}` });
      await pause(BEAT_MS);
    }
  }

  /** Any answer counts: /health is 503 when a component is down. */
  ask() {
    const options = { host: '127.0.0.1', port: this.port, path: '/health', agent: this.agent, timeout: ANSWER_MS_MAX };
    return new Promise((resolve) => {
      const call = get(options, (reply) => reply.resume().on('end', () => resolve(null)).on('error', (error) => resolve(error.message)));
      call.on('timeout', () => call.destroy(new Error(`no answer within ${ANSWER_MS_MAX / 1000} s`)));
      call.on('error', (error) => resolve(error.message));
    });
  }

  stop() {
    this.watching = false;
    this.agent.destroy();
  }

  /** For a server at rest: what a fault took is given back. */
  async check() {
    const { baseline } = this;
    const back = (now) => now.descriptors <= baseline.descriptors + DESCRIPTORS_SPARE && now.threads <= baseline.threads;
    let now = held(this.pid);
    for (const end = Date.now() + BACK_MS_MAX; !back(now) && Date.now() < end; now = held(this.pid)) await pause(50);
    const found = this.missed.splice(0);
    const words = ({ descriptors, threads }) => `${descriptors} descriptors, ${threads} threads`;
    if (!back(now)) found.push({ kind: 'leak', text: `${words(now)}; when it was ready ${words(baseline)}` });
    if (now.rssMib > RSS_MIB_MAX) found.push({ kind: 'memory', text: `${now.rssMib.toFixed(0)} MiB` });
    return found;
  }
}
