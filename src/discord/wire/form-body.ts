import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { StoredBytes } from '../../images/picture-store.ts';
import type { Upload } from './upload.ts';

const PIECE_BYTES = 128 * 1024;

/** A form as it is sent: no piece of it is made before it can go out. */
export interface FormBody {
  readonly headers: { readonly 'content-type': string; readonly 'content-length': string };
  readonly bytes: number;
  readonly body: Readable;
}

type Part = Uint8Array | StoredBytes;

/**
 * Encodes an upload as `multipart/form-data` (RFC 7578), with the names that Discord gives the parts.
 * Its files are read while they are sent.
 */
export function formBody({ body, files }: Upload): FormBody {
  const boundary = `darkroom-${randomUUID()}`;
  const open = (name: string) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"`;
  const parts: Part[] = files.flatMap(({ name, type, data }, index) => {
    const named = `${open(`files[${index}]`)}; filename="${quotable(name)}"`;
    const head = `${named}\r\ncontent-type: ${type ?? 'application/octet-stream'}\r\n\r\n`;
    return [Buffer.from(head), data, Buffer.from('\r\n')];
  });
  const json = `${open('payload_json')}\r\n\r\n${JSON.stringify(body)}\r\n`;
  parts.push(Buffer.from(`${json}--${boundary}--\r\n`));
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

async function* piecesOf(parts: readonly Part[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if ('pieces' in part) yield* part.pieces();
    else {
      for (let at = 0; at < part.length; at += PIECE_BYTES) {
        yield part.subarray(at, at + PIECE_BYTES);
      }
    }
  }
}

function sizeOf(part: Part): number {
  return 'pieces' in part ? part.size : part.length;
}

/** Escapes file names as the HTML standard does. */
function quotable(name: string): string {
  return name.replace(/\r?\n|\r/g, '%0D%0A').replaceAll('"', '%22');
}
