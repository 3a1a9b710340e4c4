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

/** A node that failed while the graph ran: what ComfyUI reports as `execution_error`. */
export class ExecutionError extends Error {
  override readonly name = 'ExecutionError';
  readonly nodeId: string;
  readonly nodeType: string;
  /** The name of the Python exception. */
  readonly exceptionType: string;

  constructor(message: string, at: { nodeId: string; nodeType: string; exceptionType?: string }) {
    super(message);
    this.nodeId = at.nodeId;
    this.nodeType = at.nodeType;
    this.exceptionType = at.exceptionType ?? 'Exception';
  }
}
