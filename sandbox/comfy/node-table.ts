/** What one input of a node class takes. */
export interface InputSpec {
  /** `INT`, `FLOAT`, `STRING`, `COMBO`, or the type of the output that has to be linked. */
  readonly type: string;
  /** Default true. */
  readonly required?: boolean | undefined;
  readonly default?: number | undefined | string;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly step?: number | undefined;
  /** The values of a `COMBO`. */
  readonly options?: readonly string[] | undefined;
  /** A text that has to name a file in the input folder, whatever the options say. */
  readonly inputFile?: true | undefined;
}

/** What ComfyUI knows of a node class (`GET /object_info`). */
export interface NodeClass {
  readonly inputs: Readonly<Record<string, InputSpec>>;
  /** Types by output slot. */
  readonly outputs: readonly string[];
  /** Whether the node ends a graph: what leads to no such node is not run. */
  readonly outputNode: boolean;
}

/** The node classes of one ComfyUI installation, by name. */
export type NodeTable = Readonly<Record<string, NodeClass>>;
