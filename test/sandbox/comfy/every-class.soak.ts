import { expect, it } from 'vitest';
import { graphOf, NODES } from './class-graph.ts';
import { startComfy } from './comfy.ts';

it('every node class that is known runs, unless it needs more than any graph can give it', async () => {
  const { comfy } = await startComfy();
  const failed: unknown[] = [];
  for (const name of NODES.keys()) {
    const submitted = comfy.submit({ prompt: graphOf(name) });
    if (!submitted.ok) throw new Error(`${name} is refused`);
    const entry = await comfy.finished(submitted.promptId);
    const [event, data] = entry?.status.messages.at(-1) ?? [];
    if (event !== 'execution_success') failed.push([name, data?.exception_message]);
  }
  expect(failed).toEqual([
    ['IPAdapterAdvanced', 'Missing CLIPVision model.'],
    ['IPAdapterFaceID', 'Missing CLIPVision model.'],
    ['IPAdapterUnifiedLoader', 'IPAdapter model not found.'],
    ['ETN_LoadImageBase64', 'Incorrect padding'],
  ]);
});
