import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startComfy, taken } from './comfy.ts';
import { textGraph } from './graphs.ts';

/** As the recorded graph has them. */
const STEPS = 8;
const VERSIONS = ['0.3.64', '0.33.0'];

const stateSchema = z.object({ state: z.string(), value: z.number(), max: z.number() });
const eventSchema = z.object({
  type: z.string(),
  data: z.object({
    node: z.string().nullable().optional(),
    node_id: z.string().optional(),
    value: z.number().optional(),
    max: z.number().optional(),
    nodes: z.union([z.array(z.string()), z.record(z.string(), stateSchema)]).optional(),
  }),
});

/** What a version of ComfyUI was recorded to say on its websocket. */
function recorded(name: string, version: string): readonly unknown[] {
  const file = new URL(
    `../../../worker/tests/data/events/${name}-${version}.jsonl`,
    import.meta.url,
  );
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line): unknown => JSON.parse(line)).filter(isEvent);
}

function isEvent(said: unknown): boolean {
  return eventSchema.safeParse(said).success;
}

/**
 * What is said of a prompt, a line each and in order. Nodes are named by when they come first:
 * in which order ComfyUI takes those that do not depend on each other is its own affair.
 */
function told(said: readonly unknown[]): readonly string[] {
  const names = new Map<string, string>();
  const nameOf = (id: string): string => {
    const name = names.get(id) ?? `node ${names.size + 1}`;
    names.set(id, name);
    return name;
  };
  const lines = said.map((one) => {
    const { type, data } = eventSchema.parse(one);
    const { nodes = {}, node = data.node_id, value, max } = data;
    const named = node === undefined ? '' : node === null ? 'nothing' : nameOf(node);
    const states = Array.isArray(nodes)
      ? [`${nodes.length} of them`]
      : Object.entries(nodes)
          .map(([id, { state, ...at }]) => `${nameOf(id)} ${state} ${at.value}/${at.max}`)
          .sort();
    const step = value === undefined ? '' : `${value}/${max ?? ''}`;
    return [type, named, step, ...states].filter((part) => part !== '').join(', ');
  });
  return lines.slice(lines.findIndex((line) => line.startsWith('execution_start')));
}

/** What the stand-in says while it runs a graph as the recorded one; `heard` hears it at once. */
async function standIn(
  comfy: Awaited<ReturnType<typeof startComfy>>['comfy'],
  seed: number,
  heard: (line: string, id: string) => void = () => undefined,
): Promise<readonly string[]> {
  const said: unknown[] = [];
  const id = 'prompt';
  const stop = comfy.listen((event) => {
    said.push(event);
    heard(told([{ type: 'execution_start', data: {} }, event])[1] ?? '', id);
  });
  const prompt = textGraph({ '13': { width: 64, height: 64 }, '10': { steps: STEPS, seed } });
  await comfy.finished(taken(comfy.submit({ prompt, promptId: id, clientId: 'me' })));
  stop();
  return told(said);
}

describe.each(VERSIONS)('the stand-in speaks as ComfyUI %s was recorded to', (version) => {
  it('while it makes a picture', async () => {
    const { comfy } = await startComfy();
    expect(await standIn(comfy, 1)).toEqual(told(recorded('success', version)));
  });

  it('when it is interrupted, with what was made before in its cache', async () => {
    const { comfy } = await startComfy();
    await standIn(comfy, 1);
    const recording = told(recorded('cancelled', version));
    const last = recording.findLast((line) => line.startsWith('progress, '));
    const said = await standIn(comfy, 2, (line, id) => {
      if (line === last) comfy.interrupt(id);
    });
    expect(said).toEqual(recording);
  });
});
