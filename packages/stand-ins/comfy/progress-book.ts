import type { Tell } from './comfy-event.ts';

/** A node that fails or is interrupted stays as it was: ComfyUI reports that by other events. */
type State = 'running' | 'finished';

interface NodeProgress {
  readonly value: number;
  readonly max: number;
  readonly state: State;
  readonly node_id: string;
  readonly prompt_id: string;
  readonly display_node_id: string;
  readonly parent_node_id: null;
  readonly real_node_id: string;
}

/** How far each node of a prompt is; every change is sent as ComfyUI's `progress_state`. */
export class ProgressBook {
  readonly #promptId: string;
  readonly #tell: Tell;
  readonly #nodes = new Map<string, NodeProgress>();

  constructor(promptId: string, tell: Tell) {
    this.#promptId = promptId;
    this.#tell = tell;
  }

  set(id: string, state: State, value: number, max: number): void {
    this.#nodes.set(id, {
      value,
      max,
      state,
      node_id: id,
      prompt_id: this.#promptId,
      display_node_id: id,
      parent_node_id: null,
      real_node_id: id,
    });
    const data = { prompt_id: this.#promptId, nodes: Object.fromEntries(this.#nodes) };
    this.#tell({ type: 'progress_state', data }, true);
  }

  finish(id: string): void {
    const max = this.#nodes.get(id)?.max ?? 1;
    this.set(id, 'finished', max, max);
  }
}
