// File systems of the test's own: an ext4 in a file, whose copy is what a power cut leaves, and a small tmpfs.
import { openSync, closeSync, ftruncateSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { atEnd, must, needRoot, Skip, tempFolder, works } from './support.mjs';

function mounted(path, ...args) {
  mkdirSync(path, { recursive: true });
  must('mount', ...args, path);
  return atEnd(() => {
    // Lazy, should a process that is being killed still hold a file.
    if (!works('umount', path)) must('umount', '--lazy', path);
  });
}

/** One image file and its mount. */
export class Image {
  static async create(mebibytes) {
    needRoot();
    if (!works('mkfs.ext4', '-V')) throw new Skip('there is no mkfs.ext4');
    const folder = tempFolder('image');
    const image = new Image(folder, join(folder.path, 'a.img'));
    const file = openSync(image.file, 'w');
    ftruncateSync(file, mebibytes << 20);
    closeSync(file);
    must('mkfs.ext4', '-q', '-F', '-E', 'lazy_itable_init=0,lazy_journal_init=0', image.file);
    try {
      image.mount();
    } catch (error) {
      throw new Skip(`no loop mount: ${error.message}`);
    }
    return image;
  }

  constructor(folder, file) {
    Object.assign(this, { folder, file, unmount: null, copies: 0 });
  }

  get path() {
    return join(this.folder.path, `mount-${this.copies}`);
  }
  get data() {
    return join(this.path, 'data');
  }

  mount() {
    this.unmount = mounted(this.path, '-o', 'loop', this.file);
  }

  /** What the disk held at this instant; mounted by `swap`. */
  copy() {
    const copy = join(this.folder.path, `copy-${this.copies + 1}.img`);
    must('cp', '--sparse=always', this.file, copy);
    return copy;
  }

  /** The copy takes the place of the image. Nothing may run on the old one. */
  swap(copy) {
    this.unmount();
    rmSync(this.file);
    this.copies += 1;
    this.file = copy;
    this.mount();
  }

  remove() {
    this.unmount();
    this.folder.remove();
  }
}

/** A tmpfs with room for `mebibytes`. */
export class SmallDisk {
  constructor(mebibytes) {
    needRoot();
    this.folder = tempFolder('tmpfs');
    this.path = join(this.folder.path, 'mount');
    mkdirSync(this.path);
    try {
      this.unmount = mounted(this.path, '-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs');
    } catch (error) {
      throw new Skip(`no tmpfs: ${error.message}`);
    }
  }

  get data() {
    return join(this.path, 'data');
  }

  /** In whole mebibytes. */
  space() {
    const { blocks, bfree, bsize } = statfsSync(this.path);
    return { size: (blocks * bsize) >> 20, used: Math.ceil(((blocks - bfree) * bsize) / (1 << 20)) };
  }

  resize(mebibytes) {
    must('mount', '-o', `remount,size=${mebibytes}m`, this.path);
  }

  /** Takes space away until `release`. */
  fill(mebibytes) {
    writeFileSync(join(this.path, 'ballast'), Buffer.alloc(mebibytes << 20));
  }

  release() {
    rmSync(join(this.path, 'ballast'), { force: true });
  }

  remove() {
    this.unmount();
    this.folder.remove();
  }
}
