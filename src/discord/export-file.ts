import { gzipSync } from 'node:zlib';
import type { RawFile } from 'discord.js';

/** Below the 10 MiB a file that Discord takes in every server. */
const LARGEST_BYTES = 9.5 * 1024 * 1024;

/** Records as a JSON file to send; packed where it would be too large. */
export function exportFile(records: object): RawFile & { readonly name: string } {
  const data = Buffer.from(`${JSON.stringify(records, null, 2)}\n`);
  return data.length <= LARGEST_BYTES
    ? { name: 'darkroom-data.json', data }
    : { name: 'darkroom-data.json.gz', data: gzipSync(data) };
}
