import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { readCoreNodes } from '../../../src/workflows/read-workflows.ts';
import {
  type Draft,
  draftWorkflow,
  type Source,
} from '../../../src/workflows/draft/draft-workflow.ts';
import { problemLine } from '../../../src/workflows/problem.ts';

export const table = readCoreNodes();

/** A file of `test/workflows/fixtures`, as JSON. */
export function fixture(name: string): unknown {
  const path = fileURLToPath(new URL(`../fixtures/${name}.json`, import.meta.url));
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** What is found in a graph. @throws Error where nothing can be. */
export function drafted(
  file: unknown,
  more: Partial<Omit<Source, 'file'>> = {},
): Draft & { readonly entries: readonly string[] } {
  const draft = draftWorkflow({ name: 'mine', file, table, isGeneral: true, ...more });
  if ('problems' in draft) throw new Error(draft.problems.map(problemLine).join('\n'));
  return { ...draft, entries: entriesIn(draft.manifest) };
}

const manifestSchema = z.object({
  nodes: z.array(
    z.looseObject({
      type: z.string(),
      name: z.string().optional(),
      key: z.union([z.string(), z.array(z.string())]).optional(),
      node_ids: z.array(z.string()).default([]),
      choices: z.array(z.unknown()).optional(),
    }),
  ),
});

const settingsSchema = z.object({
  values: z.record(z.string(), z.record(z.string(), z.unknown())),
});

/** Each entry in a line: `lora_2 (lora): 12.lora_name`. */
function entriesIn(manifest: object): readonly string[] {
  const { nodes } = manifestSchema.parse(manifest);
  return nodes.map(({ type, name, key = '', node_ids: ids, choices = [] }) => {
    const called = name === undefined ? type : `${name} (${type})`;
    const settings = settingsSchema.safeParse(choices[0]).data?.values;
    if (settings) {
      const set = Object.entries(settings).flatMap(([node, inputs]) =>
        Object.keys(inputs).map((input) => `${node}.${input}`),
      );
      return `${called}: ${set.join(' ')}`;
    }
    return `${called}: ${ids.join(' ')}${key === '' ? '' : `.${String(key)}`}`;
  });
}
