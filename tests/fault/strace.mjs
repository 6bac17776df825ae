// The server behind strace, which makes its system calls fail or wait.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Skip, tempFolder, works } from './support.mjs';

export function needStrace() {
  if (!works('strace', '-V')) throw new Skip('there is no strace');
  const traces = works('strace', '-f', '-o', '/dev/null', '-e', 'inject=fdatasync:error=EIO', 'true');
  if (!traces) throw new Skip('strace (ptrace) does not work here');
}

/** A fault to inject, such as "fdatasync:error=EIO:when=3" (counted for each thread by itself), and strace's record of it. */
export class Fault {
  /** `path`: only calls on this file. */
  constructor(injection, path = null) {
    Object.assign(this, { injection, path });
    this.folder = tempFolder('strace');
    this.record = join(this.folder.path, 'calls');
  }

  /** For Target.start. With -D the tracer stands aside, so that the process started is the server itself. */
  get prefix() {
    const call = this.injection.split(':')[0];
    const calls = ['-e', `trace=${call}`, '-e', `inject=${this.injection}`];
    return ['strace', '-D', '-f', '-qq', '-o', this.record, ...calls, ...(this.path ? ['-P', this.path] : [])];
  }

  /** Whether it struck at all. */
  get struck() {
    return existsSync(this.record) && /\((INJECTED|DELAYED)\)/.test(readFileSync(this.record, 'utf8'));
  }

  remove() {
    this.folder.remove();
  }
}
