import type { ComfyFile, ComfyFiles } from './comfy-files.ts';
import type { Graph } from './graph.ts';
import type { NodeTable } from './node-table.ts';

/** A node at work: what it may look at. */
export interface NodeRun {
  readonly id: string;
  readonly graph: Graph;
  readonly nodes: NodeTable;
  readonly insightface: boolean;
  /** Whether pictures carry their graph. */
  readonly metadata: boolean;
  readonly files: ComfyFiles;
  /** Lasts as long as one sampling step, and reports it. Rejects when the prompt is interrupted. */
  readonly step: (value: number, max: number) => Promise<void>;
}

/** What an output node leaves in the history. */
export interface NodeOutput {
  readonly images: readonly ComfyFile[];
}
