import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';

const PIECE_BYTES = 128 * 1024;

/** A form as it is sent: nothing of it is put together before its turn on the line comes. */
export interface FormBody {
  readonly headers: { readonly 'content-type': string; readonly 'content-length': string };
  readonly bytes: number;
  readonly body: Readable;
}

/** Encodes a form as `multipart/form-data` (RFC 7578). Its files are read while they are sent. */
export function formBody(form: FormData): FormBody {
  const boundary = `darkroom-${randomUUID()}`;
  const parts: (Buffer | Blob)[] = [];
  for (const [name, value] of form) {
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="${quotable(name)}"`;
    if (typeof value === 'string') parts.push(Buffer.from(`${head}\r\n\r\n${value}\r\n`));
    else {
      const type = value.type || 'application/octet-stream';
      const file = `; filename="${quotable(value.name)}"\r\ncontent-type: ${type}\r\n\r\n`;
      parts.push(Buffer.from(head + file), value, Buffer.from('\r\n'));
    }
  }
  parts.push(Buffer.from(`--${boundary}--\r\n`));
  const bytes = parts.reduce((sum, part) => sum + sizeOf(part), 0);
  return {
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(bytes),
    },
    bytes,
    body: Readable.from(piecesOf(parts), { objectMode: false }),
  };
}

async function* piecesOf(parts: readonly (Buffer | Blob)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if (!(part instanceof Blob)) yield part;
    else {
      // A file in memory would stream as one piece, which is a copy of the whole.
      for (let at = 0; at < part.size; at += PIECE_BYTES) {
        yield new Uint8Array(await part.slice(at, at + PIECE_BYTES).arrayBuffer());
      }
    }
  }
}

function sizeOf(part: Buffer | Blob): number {
  return part instanceof Blob ? part.size : part.length;
}

/** Escapes names and file names as the HTML standard does. */
function quotable(name: string): string {
  return name.replace(/\r?\n|\r/g, '%0D%0A').replaceAll('"', '%22');
}
