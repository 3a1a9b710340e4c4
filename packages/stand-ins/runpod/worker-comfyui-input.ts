import { z } from 'zod';

/** A picture that goes into ComfyUI's input folder before the graph runs. */
export interface SentImage {
  readonly name: string;
  /** Base64, bare or after a data URI's head. */
  readonly image: string;
}

/** What worker-comfyui takes, or what it has against it. */
export type WorkerInput =
  | { readonly workflow: unknown; readonly images: readonly SentImage[] }
  | { readonly error: string };

const imagesSchema = z.array(z.looseObject({ name: z.string(), image: z.string() }));

/** Reads a job's input as worker-comfyui 5.8 does, with its wording. */
export function readWorkerInput(input: unknown): WorkerInput {
  if (input === null || input === undefined) return { error: 'Please provide input' };
  const read = typeof input === 'string' ? fromJson(input) : input;
  if (read === undefined) return { error: 'Invalid JSON format in input' };
  const { workflow, images } = z
    .object({ workflow: z.unknown(), images: z.unknown() })
    .partial()
    .catch({})
    .parse(read);
  if (workflow === undefined || workflow === null) return { error: "Missing 'workflow' parameter" };
  const parsed = imagesSchema.safeParse(images ?? []);
  if (!parsed.success) {
    return { error: "'images' must be a list of objects with 'name' and 'image' keys" };
  }
  return { workflow, images: parsed.data };
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
