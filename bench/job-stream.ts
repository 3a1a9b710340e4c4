import { seeded } from '../packages/stand-ins/comfy/seeded.ts';
import { ASPECT_RATIO_NAMES } from '../src/recipes/text.ts';

/** One picture that somebody asks for. */
export interface StreamJob {
  /** Milliseconds after the stream's beginning. */
  readonly atMs: number;
  /** No other job has the same, in any stream. */
  readonly prompt: string;
  readonly steps: number;
  readonly aspectRatio: string;
}

/** The default more often than any other, since most people leave it at that. */
const STEPS = [15, 20, 20, 20, 25, 30, 40];

export interface StreamKind {
  /** Decides everything: a stream of the same name is the same. */
  readonly name: string;
  readonly jobs: number;
  readonly forMs: number;
  /** Whether all are of the default steps and shape. */
  readonly alike: boolean;
}

/**
 * A Poisson stream: given how many come within a time, the moments of their coming are uniform in
 * it and independent of each other.
 */
export function jobStream({ name, jobs, forMs, alike }: StreamKind): StreamJob[] {
  const random = seeded('stream', name);
  const oneOf = <T>(all: readonly T[]) => all[Math.floor(random() * all.length)];
  return Array.from({ length: jobs }, () => random() * forMs)
    .toSorted((one, other) => one - other)
    .map((atMs, index) => ({
      atMs,
      prompt: `a lighthouse at dawn, number ${index + 1} of the ${name} stream`,
      steps: (alike ? undefined : oneOf(STEPS)) ?? 20,
      aspectRatio: (alike ? undefined : oneOf(ASPECT_RATIO_NAMES)) ?? '1:1',
    }));
}
