import { randomUUID } from 'node:crypto';
import type { Loopback } from '../loopback.ts';

/** A bucket that a worker puts its pictures into, served beside RunPod under `/bucket/`. */
export class Bucket {
  readonly #http: Loopback;
  readonly #files = new Map<string, Buffer>();

  constructor(http: Loopback) {
    this.#http = http;
    http.app.get('/bucket/*', (c, next) => {
      const bytes = this.#files.get(c.req.path);
      // A test may have put a picture of its own there.
      if (!bytes) return next();
      return c.body(new Uint8Array(bytes), 200, { 'content-type': 'image/png' });
    });
  }

  /** Keeps a picture of a job, and returns its address, signed as S3 signs. */
  put(jobId: string, bytes: Buffer): string {
    const path = `/bucket/${jobId}/${randomUUID().slice(0, 8)}.png`;
    this.#files.set(path, bytes);
    return `${this.#http.url}${path}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=604800&X-Amz-Signature=sandbox`;
  }

  /** Removes every picture: its address is no longer valid. */
  empty(): void {
    this.#files.clear();
  }
}
