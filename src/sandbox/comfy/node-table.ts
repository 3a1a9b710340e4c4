/** What one input of a node class takes. */
export interface InputSpec {
  /** `INT`, `FLOAT`, `STRING`, `COMBO`, or the type of the output that has to be linked. */
  readonly type: string;
  /** Default true. */
  readonly required?: boolean;
  readonly min?: number;
  readonly max?: number;
  /** The values of a `COMBO`. */
  readonly options?: readonly string[];
  /** A text that has to be the bare base64 of a PNG, JPEG or WebP. */
  readonly base64Picture?: true;
}

/** What ComfyUI knows of a node class (`GET /object_info`). */
export interface NodeClass {
  readonly inputs: Readonly<Record<string, InputSpec>>;
  /** Types by output slot. */
  readonly outputs: readonly string[];
  /** Whether the node ends a graph: what leads to none is not run. */
  readonly outputNode?: true;
}

/** The node classes of one ComfyUI installation, by name. */
export type NodeTable = Readonly<Record<string, NodeClass>>;
