import { ComponentType } from 'discord.js';
import { z } from 'zod';
import type { AttachedFile } from './command-options.ts';
import { own } from './own.ts';

/** What was filled in: a text, what was picked, or whether something was ticked. */
export type FieldValue = string | readonly string[] | boolean;

/** A form as it was sent in, by the custom ids of its fields. */
export interface ModalValues {
  /** All that it had, whether or not they were filled in. */
  readonly ids: readonly string[];
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly files: Readonly<Record<string, readonly AttachedFile[]>>;
}

/** A field that takes files, whose values are their ids. */
const FILE_UPLOAD: number = ComponentType.FileUpload;

const field = z.object({
  type: z.number(),
  custom_id: z.string(),
  value: z.union([z.string(), z.boolean()]).nullish(),
  values: z.array(z.string()).max(25).nullish(),
});
/** Discord has had two ways to lay a form out. */
const part = z.union([
  z.object({ component: field }).transform(({ component }) => [component]),
  z.object({ components: z.array(field).max(5) }).transform(({ components }) => components),
  z.unknown().transform(() => []),
]);

export const modalParts = z
  .array(part)
  .max(10)
  .default([])
  .transform((parts) => parts.flat());

/** The values of a form. A field that was left empty is not among them. */
export function modalValues(
  parts: z.infer<typeof modalParts>,
  attachments: Readonly<Record<string, AttachedFile>>,
): ModalValues {
  const fields: [string, FieldValue][] = [];
  const files: [string, readonly AttachedFile[]][] = [];
  for (const { type, custom_id: id, value, values } of parts) {
    if (type === FILE_UPLOAD) {
      files.push([id, (values ?? []).flatMap((file) => own(attachments, file) ?? [])]);
    } else {
      const filled = value ?? values;
      if (filled !== null && filled !== undefined && filled !== '') fields.push([id, filled]);
    }
  }
  const ids = parts.map((one) => one.custom_id);
  return { ids, fields: Object.fromEntries(fields), files: Object.fromEntries(files) };
}
