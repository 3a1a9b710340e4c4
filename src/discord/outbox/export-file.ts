import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { OutgoingFile } from '../rest/message-payload.ts';

/** Below the 10 MiB a file that Discord takes in every server. */
const LARGEST_BYTES = 9.5 * 1024 * 1024;

/** Rows of one table; those of one table come one after another. */
export interface ExportSlice {
  readonly table: string;
  readonly rows: readonly object[];
}

/**
 * Records as a JSON file to send, gzipped where it would be too large. `head` goes before them. It
 * is written slice by slice, as these come: all of it together, unpacked, is more than the file that is sent.
 */
export async function exportFile(
  head: Readonly<Record<string, string>>,
  slices: AsyncIterable<ExportSlice>,
): Promise<OutgoingFile> {
  const pieces = piecesOf(head, slices);
  const plain: Buffer[] = [];
  for (let bytes = 0; bytes <= LARGEST_BYTES;) {
    const piece = await pieces.next();
    if (piece.done) return { name: 'darkroom-data.json', data: Buffer.concat(plain) };
    plain.push(piece.value);
    bytes += piece.value.length;
  }
  const all = async function* () {
    yield* plain;
    yield* pieces;
  };
  const data = await pipeline(all, createGzip(), (packed) => buffer(packed));
  return { name: 'darkroom-data.json.gz', data };
}

async function* piecesOf(
  head: Readonly<Record<string, string>>,
  slices: AsyncIterable<ExportSlice>,
): AsyncGenerator<Buffer, undefined> {
  const fields = Object.entries(head).map(([name, value]) => [name, value].map(jsonOf).join(': '));
  yield Buffer.from(`{\n  ${fields.join(',\n  ')}`);
  let open: string | undefined;
  let isFirst = true;
  for await (const { table, rows } of slices) {
    const texts: string[] = [];
    if (table !== open) {
      texts.push(`${open === undefined ? '' : '\n  ]'},\n  ${jsonOf(table)}: [`);
      open = table;
      isFirst = true;
    }
    for (const row of rows) {
      texts.push(`${isFirst ? '' : ','}\n${indented(JSON.stringify(row, null, 2))}`);
      isFirst = false;
    }
    yield Buffer.from(texts.join(''));
  }
  yield Buffer.from(`${open === undefined ? '' : '\n  ]'}\n}\n`);
}

function jsonOf(value: string): string {
  return JSON.stringify(value);
}

function indented(text: string): string {
  return text.replace(/^/gm, '    ');
}
