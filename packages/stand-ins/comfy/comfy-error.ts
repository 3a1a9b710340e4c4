/** One complaint, in the shape of ComfyUI's answers. */
export interface ComfyError {
  readonly type: string;
  readonly message: string;
  readonly details: string;
  readonly extra_info: Readonly<Record<string, unknown>>;
}

/** What is wrong with one node, and which outputs cannot be made because of it. */
export interface NodeErrors {
  readonly errors: readonly ComfyError[];
  readonly dependent_outputs: readonly string[];
  readonly class_type: string;
}
