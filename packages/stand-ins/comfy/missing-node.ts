import type { ComfyError } from './comfy-error.ts';

/** The two forms, each named after its `type`: ComfyUI 0.3.64 has the first, 0.33.0 the second. */
export const MISSING_NODE_FORMS = ['invalid_prompt', 'missing_node_type'] as const;
export type MissingNodeForm = (typeof MISSING_NODE_FORMS)[number];

/** What ComfyUI says of a node that names a class it lacks, or none. */
export function missingNode(
  form: MissingNodeForm,
  id: string,
  { className, title }: { className?: string | undefined; title?: string | undefined },
): ComfyError {
  const details = `Node ID '#${id}'`;
  if (form === 'invalid_prompt') {
    const message =
      className === undefined
        ? 'Cannot execute because a node is missing the class_type property.'
        : `Cannot execute because node ${className} does not exist.`;
    return { type: form, message, details, extra_info: {} };
  }
  const message =
    className === undefined
      ? `Node '${title ?? `ID #${id}`}' has no class_type. The workflow may be corrupted or a custom node is missing.`
      : `Node '${title ?? className}' not found. The custom node may not be installed.`;
  const about = { class_type: className ?? null, node_title: title ?? className ?? null };
  return { type: form, message, details, extra_info: { node_id: id, ...about } };
}
