import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { OutgoingFile } from '../wire/upload.ts';

/** Below the 10 MiB a file that Discord takes in every server. */
const LARGEST_BYTES = 9.5 * 1024 * 1024;

const packed = promisify(gzip);

/** Rows of one table; those of one table come one after another. */
export interface ExportSlice {
  readonly table: string;
  readonly rows: readonly object[];
}

/**
 * Records as a JSON file to send, gzipped where it would be too large. `head` goes before them. It
 * is written slice by slice, as these come.
 */
export async function exportFile(
  head: Readonly<Record<string, string>>,
  slices: AsyncIterable<ExportSlice>,
): Promise<OutgoingFile> {
  const parts: Buffer[] = [];
  const write = (text: string) => parts.push(Buffer.from(text));
  const fields = Object.entries(head).map(([name, value]) => [name, value].map(jsonOf).join(': '));
  write(`{\n  ${fields.join(',\n  ')}`);
  let open: string | undefined;
  let isFirst = true;
  for await (const { table, rows } of slices) {
    if (table !== open) {
      write(`${open === undefined ? '' : '\n  ]'},\n  ${jsonOf(table)}: [`);
      open = table;
      isFirst = true;
    }
    for (const row of rows) {
      write(`${isFirst ? '' : ','}\n${indented(JSON.stringify(row, null, 2))}`);
      isFirst = false;
    }
  }
  write(`${open === undefined ? '' : '\n  ]'}\n}\n`);
  const data = Buffer.concat(parts);
  return data.length <= LARGEST_BYTES
    ? { name: 'darkroom-data.json', data }
    : { name: 'darkroom-data.json.gz', data: await packed(data) };
}

function jsonOf(value: string): string {
  return JSON.stringify(value);
}

function indented(text: string): string {
  return text.replace(/^/gm, '    ');
}
