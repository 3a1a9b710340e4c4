import type { Installation } from './installation.ts';
import type { MissingNodeForm } from './missing-node.ts';

/** How one ComfyUI is set up and behaves; may change while it runs. */
export interface ComfySettings extends Installation {
  /** Time a sampling step takes, in milliseconds. */
  readonly stepMs: number;
  /** Whether unfinished pictures are shown over the websocket. */
  readonly previews: boolean;
  /** Whether pictures carry their graph; `--disable-metadata` turns it off. */
  readonly metadata: boolean;
  /** Whether pictures are painted coarsely, for tests that look at none: it takes a tenth of the time. */
  readonly sketches: boolean;
  /** A failure of every node of a class, as a broken driver would cause. */
  readonly fail: NodeFailure | null;
  /** How it says that it lacks a node's class. */
  readonly missingNode: MissingNodeForm;
  /**
   * A class whose nodes do not end until this changes, even in a prompt that is running. They hear
   * no interrupt before their end, as ComfyUI does not while it loads a checkpoint.
   */
  readonly hold: string | null;
}

export interface NodeFailure {
  readonly node_class: string;
  readonly exception_type: string;
  readonly exception_message: string;
}

export const DEFAULT_SETTINGS: ComfySettings = {
  stepMs: 1,
  previews: false,
  metadata: true,
  sketches: false,
  without: [],
  insightface: true,
  fail: null,
  missingNode: 'missing_node_type',
  hold: null,
};
