import { z } from 'zod';

const graph = z.record(
  z.string(),
  z.object({ class_type: z.string(), inputs: z.record(z.string(), z.unknown()) }),
);

/** Longer texts in a graph are pictures. */
const LONGEST_TEXT = 2_000;

const link = z.tuple([z.string(), z.number()]);
const SEEDS = ['seed', 'noise_seed'];

/** What RunPod is sent, a node a line: links first, then what is filled in. */
export function inputText(input: unknown): string[] {
  const nodes = graph.safeParse(graphIn(input));
  if (!nodes.success) return JSON.stringify(input, shorten).split('\n');
  return Object.entries(nodes.data).map(([id, { class_type: type, inputs }]) => {
    const parts = Object.entries(inputs).map(([name, value]) => `${name} ${valueText(value)}`);
    return `${id} ${type}: ${parts.join(', ')}`;
  });
}

/** The seeds in what RunPod is sent. */
export function seedsIn(input: unknown): number[] {
  const nodes = graph.safeParse(graphIn(input)).data ?? {};
  return Object.values(nodes).flatMap(({ inputs }) =>
    SEEDS.flatMap((name) => (typeof inputs[name] === 'number' ? [inputs[name]] : [])),
  );
}

/** How many pictures it asks for. */
export function batchOf(input: unknown): number {
  const nodes = graph.safeParse(graphIn(input)).data ?? {};
  const sizes = Object.values(nodes).map(({ inputs }) =>
    Number(inputs.batch_size ?? inputs.amount ?? 1),
  );
  return Math.max(1, ...sizes);
}

/** A bare graph, or one beside its pictures, as worker-comfyui takes it. */
function graphIn(input: unknown): unknown {
  const wrapped = z.object({ workflow: z.unknown() }).safeParse(input);
  return wrapped.success ? wrapped.data.workflow : input;
}

function valueText(value: unknown): string {
  const linked = link.safeParse(value);
  if (linked.success) return `←${linked.data.join('.')}`;
  return JSON.stringify(value, shorten);
}

function shorten(_name: string, value: unknown): unknown {
  return typeof value === 'string' && value.length > LONGEST_TEXT ? '<picture>' : value;
}
