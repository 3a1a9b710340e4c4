import type { NodeTable } from '../../../src/comfy/node-table.ts';
import type { ComfyFile, ComfyFiles } from './comfy-files.ts';
import type { ComfySettings } from './comfy-settings.ts';
import type { Graph } from './graph.ts';

/** A node at work: what it may look at. */
export interface NodeRun {
  readonly id: string;
  readonly graph: Graph;
  readonly nodes: NodeTable;
  readonly settings: ComfySettings;
  readonly files: ComfyFiles;
  /**
   * Lasts as long as one step, and reports it, with what is to be seen of the picture where somebody
   * looks. Rejects when the prompt is interrupted.
   */
  readonly step: (value: number, max: number, preview?: () => Promise<Buffer>) => Promise<void>;
}

/** What an output node leaves in the history. */
export interface NodeOutput {
  readonly images: readonly ComfyFile[];
}
