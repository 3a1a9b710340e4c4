import type { z } from 'zod';
import { RunPodError } from './errors.ts';
import type { Sent } from './incoming.ts';
import { parseJson } from './parse-json.ts';

/** An answer as JSON of a certain shape. Throws a {@link RunPodError} of kind `schema`. */
export async function parseAnswer<T>(
  { outgoing, incoming }: Sent,
  schema: z.ZodType<T>,
): Promise<T> {
  const { status, body } = incoming;
  const json = await parseJson(body);
  if (typeof json === 'string') {
    throw new RunPodError(outgoing, { kind: 'schema', status, problem: json });
  }
  const { success, data, error: cause } = schema.safeParse(json.value);
  if (success) return data;
  const problem = 'not of the expected shape';
  throw new RunPodError(outgoing, { kind: 'schema', status, problem, cause });
}
