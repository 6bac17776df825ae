// One power cut: the server is stopped in its tracks, the disk is copied, the server goes on from the copy.
import { readdirSync, readFileSync } from 'node:fs';
import { pause, Target, until } from './target.mjs';
import { Image } from './disk.mjs';

function stoppedEverywhere(pid) {
  return readdirSync(`/proc/${pid}/task`).every((task) => {
    const text = readFileSync(`/proc/${pid}/task/${task}/stat`, 'utf8');
    // D: inside a sync that goes on by itself. It cannot tell anybody before it is stopped too.
    return ['T', 'D'].includes(text.slice(text.lastIndexOf(')') + 2)[0]);
  });
}

/** A server whose data folder is on a disk that can lose its power. */
export class PoweredServer {
  static async make(binary, more, mebibytes = 384) {
    const image = await Image.create(mebibytes);
    const server = await Target.make(binary, { more: [...more, 'diag.level=warning'], folder: image.data });
    return new PoweredServer(image, server);
  }

  constructor(image, server) {
    Object.assign(this, { image, server });
  }

  start() {
    this.server.folder = this.image.data;
    return this.server.start();
  }

  /** Ends the load and the server; the book then holds what was acknowledged before the copy began. */
  async cut(load) {
    this.server.signal('SIGSTOP');
    const { pid } = this.server.process;
    if (!(await until(() => stoppedEverywhere(pid), 5_000, 1))) throw new Error('the server does not stop');
    await pause(30); // answers that are on their way were sent before
    await load.abandon();
    const copy = this.image.copy();
    await this.server.kill();
    this.image.swap(copy);
  }

  async remove() {
    await this.server.kill();
    this.server.forget();
    this.image.remove();
  }
}
