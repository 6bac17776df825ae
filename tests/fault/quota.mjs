// A share of the processor for one process, so that a test can bring more load than a server can take. Linux control groups.
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { atEnd, needRoot, Skip } from './support.mjs';

const PERIOD_US = 10_000;
const V1 = '/sys/fs/cgroup/cpu';
const V2 = '/sys/fs/cgroup';

export class Quota {
  /** `share`: of one core. */
  constructor(pid, share) {
    needRoot();
    this.old = existsSync(join(V1, 'cpu.cfs_quota_us'));
    this.folder = join(this.old ? V1 : V2, `shrike-fault-${pid}`);
    try {
      if (!this.old) writeFileSync(join(V2, 'cgroup.subtree_control'), '+cpu');
      mkdirSync(this.folder);
      this.remove = atEnd(() => rmdirSync(this.folder));
      this.set(share);
      writeFileSync(join(this.folder, 'cgroup.procs'), String(pid));
    } catch (error) {
      throw new Skip(`no control group for the processor: ${error.message}`);
    }
  }

  set(share) {
    const quota = Math.floor(PERIOD_US * share);
    if (!this.old) return writeFileSync(join(this.folder, 'cpu.max'), `${quota} ${PERIOD_US}`);
    writeFileSync(join(this.folder, 'cpu.cfs_period_us'), String(PERIOD_US));
    writeFileSync(join(this.folder, 'cpu.cfs_quota_us'), String(quota));
  }

  lift() {
    if (this.old) writeFileSync(join(this.folder, 'cpu.cfs_quota_us'), '-1');
    else writeFileSync(join(this.folder, 'cpu.max'), 'max');
  }
}
