// A Docker engine of the test's own: its socket, images and volumes live in one folder and go with it.
import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdtempSync, readFileSync, readdirSync, copyFileSync, mkdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pause } from '../e2e/server.mjs';

const FREE_BYTES_MIN = 20e9; // the driver vfs copies every layer
const READY_MS_MAX = 30_000;
const TRUSTED = '/usr/local/share/ca-certificates';

/** Why there can be no engine here, or null. */
export function missing() {
  if (process.getuid() !== 0) return 'a Docker engine needs root';
  for (const program of ['dockerd', 'docker', 'docker-compose', 'debootstrap']) {
    if (spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0) return `there is no ${program}`;
  }
  const { bavail, bsize } = statfsSync(tmpdir());
  if (bavail * bsize < FREE_BYTES_MIN) return `less than ${FREE_BYTES_MIN / 1e9} GB are free in ${tmpdir()}`;
  return null;
}

export class Engine {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'shrike-docker-'));
    this.log = join(this.folder, 'engine.log');
    this.environment = {
      ...process.env,
      PATH: `/usr/sbin:/usr/bin:/sbin:/bin:${process.env.PATH}`, // Debian's own client before any other
      DOCKER_HOST: `unix://${join(this.folder, 'socket')}`,
      DOCKER_BUILDKIT: '1', // only the stages that an image needs
    };
  }

  /** False when the engine does not start on this machine; its log says why. */
  async start() {
    const at = (name) => join(this.folder, name);
    const args = ['--storage-driver=vfs', '--data-root', at('data'), '--exec-root', at('exec'), '--pidfile', at('pid')];
    this.process = spawn('dockerd', [...args, '--host', this.environment.DOCKER_HOST], { stdio: ['ignore', 'pipe', 'pipe'] });
    const log = createWriteStream(this.log);
    this.process.stdout.pipe(log);
    this.process.stderr.pipe(log);
    for (const end = Date.now() + READY_MS_MAX; Date.now() < end && this.process.exitCode === null; await pause(200)) {
      if (this.run('docker', ['info'], { quiet: true }).status === 0) return true;
    }
    return false;
  }

  get lastWords() {
    return readFileSync(this.log, 'utf8').trim().split('\n').slice(-3).join('\n');
  }

  run(command, args, { quiet = false, environment = {} } = {}) {
    const env = { ...this.environment, ...environment };
    return spawnSync(command, args, { env, encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', quiet ? 'ignore' : 'pipe'] });
  }

  /** Output of a command that must succeed. */
  must(command, args, options) {
    const done = this.run(command, args, options);
    if (done.status !== 0) throw new Error(`${command} ${args.join(' ')}:\n${done.stdout.slice(-4000)}\n${done.stderr.slice(-4000)}`);
    return done.stdout.trim();
  }

  /** Debian 12 as debootstrap makes it, with the certificates that this machine trusts. */
  importBase(name) {
    const root = join(this.folder, 'debian');
    this.must('debootstrap', ['--variant=minbase', '--include=ca-certificates', 'bookworm', root, 'http://deb.debian.org/debian']);
    const into = join(root, TRUSTED);
    mkdirSync(into, { recursive: true });
    for (const file of existsSync(TRUSTED) ? readdirSync(TRUSTED) : []) copyFileSync(join(TRUSTED, file), join(into, file));
    this.must('chroot', [root, 'update-ca-certificates']);
    const change = 'ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt';
    this.must('sh', ['-c', 'tar -C "$0" -c . | docker import --change "$1" - "$2"', root, change, name]);
    rmSync(root, { recursive: true, force: true });
  }

  async stop() {
    if (this.process && this.process.exitCode === null) {
      const ended = new Promise((resolve) => this.process.once('exit', resolve));
      this.process.kill('SIGTERM');
      await Promise.race([ended, pause(20_000)]);
      this.process.kill('SIGKILL');
    }
    spawnSync('sh', ['-c', 'umount "$0"/exec/netns/* 2>/dev/null', this.folder]); // mounts that outlive the engine
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
