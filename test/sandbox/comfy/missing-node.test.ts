import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { errorMessage } from '../../../src/workers/error-text.ts';
import { workerError } from '../../../src/workers/worker-error.ts';
import { nodesOf } from '../../../packages/stand-ins/comfy/installation.ts';
import type { MissingNodeForm } from '../../../packages/stand-ins/comfy/missing-node.ts';
import { validate } from '../../../packages/stand-ins/comfy/validate.ts';

/** One answer as real ComfyUI gave it: a line of its recording. */
const recordedSchema = z.object({
  http: z.literal('POST /prompt'),
  status: z.literal(400),
  body: z.object({
    error: z.object({ type: z.string(), message: z.string() }).loose(),
    node_errors: z.record(z.string(), z.never()),
  }),
});
const stock = { nodes: nodesOf(), hasFile: () => false };

async function recorded(version: string) {
  const file = new URL(`recorded/unknown-node-${version}.jsonl`, import.meta.url);
  return recordedSchema.parse(JSON.parse(await readFile(file, 'utf8')));
}

it.each<[string, MissingNodeForm]>([
  ['0.3.64', 'invalid_prompt'],
  ['0.33.0', 'missing_node_type'],
])('ComfyUI %s says a missing node as %s, and so does the stand-in', async (version, form) => {
  const { body } = await recorded(version);
  const prompt = { '99': { class_type: 'NoSuchNode', inputs: {} } };
  const answer = validate(prompt, stock, form);
  expect(answer).toEqual({ ok: false, error: body.error, nodeErrors: body.node_errors });
  expect(body.error.type).toBe(form);
});

it.each(['0.3.64', '0.33.0'])('the bot knows what ComfyUI %s says of it', async (version) => {
  const { error } = (await recorded(version)).body;
  for (const said of [error.message, [error], `ComfyUI error: ${JSON.stringify([error])}`]) {
    expect(workerError(errorMessage(said) ?? '').code).toBe('graph_refused');
  }
});

it('the newer form names a node by its title, and tells one without a class', () => {
  const message = (node: object) => {
    const answer = validate({ '7': node }, stock, 'missing_node_type');
    return answer.ok ? undefined : answer.error.message;
  };
  expect(message({ class_type: 'Nope', _meta: { title: 'My node' } })).toBe(
    "Node 'My node' not found. The custom node may not be installed.",
  );
  expect(message({ inputs: {} })).toMatch(/^Node 'ID #7' has no class_type\./);
});
