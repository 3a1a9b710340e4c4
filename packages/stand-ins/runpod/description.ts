import { z } from 'zod';
import type { NodeTable } from '../../../src/comfy/node-table.ts';
import { modelsOf } from '../comfy/models.ts';

const question = z.strictObject({ describe: z.literal(true) });

/** Whether a job of the contract is no graph, but asks what is installed. */
export function asksForDescription(input: unknown): boolean {
  return question.safeParse(input).success;
}

/** What the worker in `worker/` answers to that, where ComfyUI has these nodes. */
export function description(table: NodeTable) {
  const models = [...modelsOf(table)].filter(([folder]) => folder !== 'custom_nodes');
  return {
    models: Object.fromEntries(models.sort(([one], [other]) => (one < other ? -1 : 1))),
    nodes: [...table.keys()].sort(),
  };
}
