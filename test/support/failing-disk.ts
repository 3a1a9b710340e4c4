import fs from 'node:fs/promises';
import type { StorageCalls } from '../../src/images/folder-pictures.ts';

/** A disk whose calls fail with a system's code for as long as `code` is set, and else do their work. */
export class FailingDisk {
  code: string | undefined;
  /** How much it says to have free; `undefined`: what it has. */
  freeBytes: number | undefined;
  /** Of which paths it fails. Default: all. */
  fails: (path: string) => boolean = () => true;
  /** Every path that was opened. */
  readonly opened: string[] = [];

  readonly calls: StorageCalls = {
    access: async (path, mode) => {
      this.#failIfSo('access', path);
      await fs.access(path, mode);
    },
    chmod: (path, mode) => fs.chmod(path, mode),
    rename: (from, to) => fs.rename(from, to),
    open: async (path, flags, mode) => {
      this.opened.push(path);
      this.#failIfSo('open', path);
      return fs.open(path, flags, mode);
    },
    statfs: async (path) => {
      const { bavail, bsize, blocks } = await fs.statfs(path);
      const free = this.freeBytes === undefined ? bavail : Math.floor(this.freeBytes / bsize);
      return { bavail: free, bsize, blocks };
    },
  };

  #failIfSo(call: string, path: string): void {
    if (this.code === undefined || !this.fails(path)) return;
    throw Object.assign(new Error(`${this.code}: ${call}`), { code: this.code });
  }
}
