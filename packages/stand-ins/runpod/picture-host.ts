import { randomUUID } from 'node:crypto';
import type { Loopback } from '../loopback.ts';

/** Where RunPod's public endpoints put their pictures: `image.runpod.ai`, played beside RunPod under `/images/`. */
export class PictureHost {
  readonly #http: Loopback;
  readonly #files = new Map<string, { readonly bytes: Buffer; readonly format: string }>();

  constructor(http: Loopback) {
    this.#http = http;
    http.app.get('/images/*', (c, next) => {
      const file = this.#files.get(c.req.path);
      if (!file) return next();
      const headers = { 'content-type': `image/${file.format}` };
      return c.body(new Uint8Array(file.bytes), 200, headers);
    });
  }

  /** Keeps a picture, and returns its address. */
  put(bytes: Buffer, format: string): string {
    const path = `/images/${randomUUID().slice(0, 8)}/output.${format}`;
    this.#files.set(path, { bytes, format });
    return `${this.#http.url}${path}`;
  }
}
