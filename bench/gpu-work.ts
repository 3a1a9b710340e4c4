import { z } from 'zod';
import { seeded } from '../packages/stand-ins/comfy/seeded.ts';
import type { SandboxJob } from '../packages/stand-ins/runpod/job.ts';
import type { Work } from '../packages/stand-ins/runpod/work.ts';

/** About what an L4 takes with SDXL: loading and saving, then so much a step for a million pixels. */
const AROUND_MS = 1_200;
const STEP_MS = 300;
/** The spread of what the same graph takes: σ of its logarithm. */
const SPREAD = 0.08;

const QUEUE_MS = { least: 300, most: 1_000 };

const node = <Class extends string, Inputs extends z.ZodType>(name: Class, inputs: Inputs) =>
  z.object({ class_type: z.literal(name), inputs });

/** What of the contract's graph decides how long it takes, and tells one job from another. */
const graphSchema = z.object({
  '7': node('CLIPTextEncode', z.object({ text: z.string() })),
  '10': node('KSampler', z.object({ steps: z.number() })),
  '13': node('EmptyLatentImage', z.object({ width: z.number(), height: z.number() })),
});

/** The words that a graph makes a picture from. @throws ZodError for another graph. */
export function promptOf(input: unknown): string {
  return graphSchema.parse(input)['7'].inputs.text;
}

/** How long a GPU works on a graph, in milliseconds: the same for whichever bot sends it. */
export function runMsOf(input: unknown): number {
  const { 7: words, 10: sampler, 13: latent } = graphSchema.parse(input);
  const megapixels = (latent.inputs.width * latent.inputs.height) / 1e6;
  const usualMs = AROUND_MS + STEP_MS * sampler.inputs.steps * megapixels;
  return usualMs * Math.exp(SPREAD * normal(seeded('run', words.inputs.text)));
}

/** How long RunPod takes to hand a job to a worker, in milliseconds; by its words too. */
export function queueMsOf({ input }: Pick<SandboxJob, 'input'>): number {
  const random = seeded('queue', promptOf(input));
  return QUEUE_MS.least + random() * (QUEUE_MS.most - QUEUE_MS.least);
}

/** How long jobs wait and run at an endpoint, in milliseconds: the same for whichever bot sends them. */
export interface GpuTimes {
  readonly runMs: (input: unknown) => number;
  readonly queueMs: (input: unknown) => number;
}

/** One kind of GPU that is always up: a run takes what its graph says. */
export const STEADY: GpuTimes = { runMs: runMsOf, queueMs: (input) => queueMsOf({ input }) };

/**
 * Mixed GPUs that load models and scale to zero: run times are lognormal whatever the graph (median 18 s,
 * p95 45 s), and a fifth of the jobs waits 40 s, give or take a quarter, for a cold worker.
 */
export const WIDE: GpuTimes = {
  runMs: (input) => 18_000 * Math.exp(0.557 * normal(seeded('wide run', promptOf(input)))),
  queueMs(input) {
    const random = seeded('wide queue', promptOf(input));
    return random() < 0.2 ? 40_000 * (0.75 + 0.5 * random()) : queueMsOf({ input });
  },
};

/** The same jobs where everything takes so many times as long. */
export function slower({ runMs, queueMs }: GpuTimes, by: number): GpuTimes {
  return { runMs: (input) => runMs(input) * by, queueMs: (input) => queueMs(input) * by };
}

/** Workers that take `times`, and all make the same picture (in base64). */
export function gpuWork(picture: string, { runMs }: GpuTimes = STEADY): Work {
  const output = { images: [{ filename: 'ComfyUI_00001_.png', data: picture, type: 'image/png' }] };
  return async ({ job, sleep }) => {
    await sleep(runMs(job.input));
    return { status: 'COMPLETED', output };
  };
}

/** A number of the standard normal distribution, by Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
