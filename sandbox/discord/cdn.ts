import { extname } from 'node:path';
import type { Clock } from '../../src/clock.ts';
import type { Loopback } from '../loopback.ts';

/** How long an address that Discord signs stays valid. */
const SIGNED_FOR_MS = 24 * 60 * 60 * 1000;

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

/** Holds the files of messages and those that people sent, and serves them. */
export class Cdn {
  readonly #server: Loopback;
  readonly #clock: Clock;
  readonly #files = new Map<string, { bytes: Buffer; contentType: string; until: number }>();

  constructor(server: Loopback, clock: Clock) {
    this.#server = server;
    this.#clock = clock;
    server.app.get('*', (c) => {
      const file = this.#files.get(decodeURIComponent(c.req.path));
      if (!file || clock.now() >= file.until) {
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

  /** The address of a message's file; stays valid. */
  messageFileUrl(channelId: string, id: string, filename: string): string {
    return this.#url(messageFilePath(channelId, id, filename));
  }

  putMessageFile(channelId: string, id: string, filename: string, bytes: Buffer): void {
    const path = messageFilePath(channelId, id, filename);
    this.#files.set(path, { bytes, contentType: contentTypeOf(filename), until: Infinity });
  }

  /** Takes a file that a person sends with a command. Its address expires after a day. */
  putPersonsFile(
    folder: string,
    id: string,
    file: { name: string; bytes: Buffer; contentType: string },
  ): string {
    const path = `/ephemeral-attachments/${folder}/${id}/${file.name}`;
    const until = this.#clock.now() + SIGNED_FOR_MS;
    this.#files.set(path, { bytes: file.bytes, contentType: file.contentType, until });
    return this.#url(path);
  }

  #url(path: string): string {
    const seconds = Math.trunc(this.#clock.now() / 1000);
    const ends = seconds + SIGNED_FOR_MS / 1000;
    const signature = Buffer.from(path).toString('hex').slice(0, 64).padEnd(64, '0');
    const query = `ex=${ends.toString(16)}&is=${seconds.toString(16)}&hm=${signature}&`;
    return `${this.#server.url}${encodeURI(path)}?${query}`;
  }
}

function messageFilePath(channelId: string, id: string, filename: string): string {
  return `/attachments/${channelId}/${id}/${filename}`;
}
