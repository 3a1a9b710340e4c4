import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readNodeTable, type NodeTable } from '../comfy/node-table.ts';

/** The node classes that come with the bot, in its source as in what is built of it. */
const CORE_NODES_FILE = fileURLToPath(new URL('../../nodes/comfyui-0.33.0.json', import.meta.url));

/**
 * Reads the node classes of ComfyUI 0.33.0 and ComfyUI_IPAdapter_plus, which takes a few milliseconds.
 *
 * @throws Error where the file is not there, and NoNodeTableError where it holds something else.
 */
export function readCoreNodes(file: string = CORE_NODES_FILE): NodeTable {
  const text = readFileSync(file, 'utf8');
  return readNodeTable(JSON.parse(text));
}
