import type { z } from 'zod';

/** What a column holds that may be NULL, which is read as `undefined`. */
export function maybe<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullable().transform((value) => value ?? undefined);
}
