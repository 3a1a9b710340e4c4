import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { readNodeTable, type NodeTable } from '../../../src/comfy/node-table.ts';

const FILES: readonly string[] = ['../../../nodes/comfyui-0.33.0.json', 'more-nodes.json'];

const inputsSchema = z.record(z.string(), z.array(z.unknown()));
const infoSchema = z.object({
  input: z.object({ required: inputsSchema.optional(), optional: inputsSchema.optional() }),
  output: z.array(z.string()),
  output_name: z.array(z.string()),
  output_is_list: z.array(z.boolean()),
  output_node: z.boolean(),
  python_module: z.string(),
});

/** A node class as `GET /object_info` describes it, without what is for people to read. */
export type ClassInfo = z.infer<typeof infoSchema>;

/** Every class that is known here, of ComfyUI 0.33.0 and the extensions that are played with it. */
export const CLASSES: ReadonlyMap<string, ClassInfo> = new Map(
  FILES.flatMap((file) => {
    const text = readFileSync(fileURLToPath(new URL(file, import.meta.url)), 'utf8');
    return Object.entries(z.record(z.string(), infoSchema).parse(JSON.parse(text)));
  }),
);

/** The same, as they are checked against; no model file is there. */
export const NODES: NodeTable = readNodeTable(Object.fromEntries(CLASSES));
