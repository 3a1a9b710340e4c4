import { extname } from 'node:path';
import type { Clock } from '../../../src/engines/clock.ts';
import type { Loopback } from '../loopback.ts';
import { SignedAddresses } from './signed-addresses.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.gif': 'image/gif',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webp': 'image/webp',
};

const SHOWN_TYPES: ReadonlySet<string> = new Set([
  'image/gif',
  'image/jpeg',
  'image/png',
  'image/webp',
]);

/** What Discord takes a file for: it looks at the name's ending, never at the bytes. */
export function contentTypeOf(filename: string): string {
  return CONTENT_TYPES[extname(filename).toLowerCase()] ?? 'application/octet-stream';
}

/** Whether Discord takes a file for a picture that it can show. */
export function isShownPicture(filename: string): boolean {
  return SHOWN_TYPES.has(contentTypeOf(filename));
}

/** A file's name as Discord keeps it. */
export function keptName(filename: string): string {
  return filename.replaceAll(/[^\p{L}\p{N}._-]+/gu, '_') || 'unknown';
}

/** Holds the files of messages and those that people sent, and serves them under signed addresses. */
export class Cdn {
  readonly #server: Loopback;
  readonly #addresses: SignedAddresses;
  readonly #files = new Map<string, { bytes: Buffer; contentType: string }>();

  constructor(server: Loopback, clock: Clock) {
    this.#server = server;
    this.#addresses = new SignedAddresses(clock);
    server.app.get('*', (c) => {
      const path = decodeURIComponent(c.req.path);
      const file = this.#files.get(path);
      const { search } = new URL(c.req.url);
      if (!file || this.#addresses.validFor(path, search) <= 0) {
        return c.text('This content is no longer available.', 404);
      }
      return c.body(new Uint8Array(file.bytes), 200, {
        'content-type': file.contentType,
        'content-length': String(file.bytes.length),
        // A browser shows pictures and saves the rest, which could run scripts.
        ...(!SHOWN_TYPES.has(file.contentType) && { 'content-disposition': 'attachment' }),
      });
    });
  }

  /** The address of a message's file, which expires after a day. */
  messageFileUrl(channelId: string, id: string, filename: string): string {
    return this.#addresses.sign(this.#server.url, messageFilePath(channelId, id, filename));
  }

  putMessageFile(channelId: string, id: string, filename: string, bytes: Buffer): void {
    const path = messageFilePath(channelId, id, filename);
    this.#files.set(path, { bytes, contentType: contentTypeOf(filename) });
  }

  /** Takes a file that a person sends with a command. Its address expires after a day. */
  putPersonsFile(
    folder: string,
    id: string,
    file: { name: string; bytes: Buffer; contentType: string },
  ): string {
    const path = `/ephemeral-attachments/${folder}/${id}/${file.name}`;
    this.#files.set(path, { bytes: file.bytes, contentType: file.contentType });
    return this.#addresses.sign(this.#server.url, path);
  }

  /** The address as Discord gives it out now: one of a message's file that is good for a while. */
  fresh(address: string): string {
    return this.#addresses.fresh(
      address,
      (path) => path.startsWith(MESSAGES) && this.#files.has(path),
    );
  }

  /** Ends every address so far, as if a day had passed. */
  endAddresses(): void {
    this.#addresses.end();
  }
}

const MESSAGES = '/attachments/';

function messageFilePath(channelId: string, id: string, filename: string): string {
  return `${MESSAGES}${channelId}/${id}/${filename}`;
}
