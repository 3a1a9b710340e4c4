import type { Graph } from './graph.ts';
import type { NodeOutput } from './node-run.ts';

/** A prompt that ComfyUI took: a valid graph in its queue. */
export interface Prompt {
  readonly number: number;
  readonly id: string;
  readonly graph: Graph;
  /** Ids of the output nodes that will be made. */
  readonly outputs: readonly string[];
  /** What the sender put beside the graph, `client_id` included. */
  readonly extraData: Readonly<Record<string, unknown>>;
  readonly clientId: string | undefined;
}

/** What ComfyUI keeps of a prompt that is over (`GET /history/{id}`). */
export interface HistoryEntry {
  readonly prompt: readonly unknown[];
  readonly outputs: Readonly<Record<string, NodeOutput>>;
  readonly status: {
    readonly status_str: 'success' | 'error';
    readonly completed: boolean;
    /** Events with their data, in order. */
    readonly messages: readonly (readonly [string, Readonly<Record<string, unknown>>])[];
  };
  readonly meta: Readonly<Record<string, unknown>>;
}

/** A prompt as `GET /queue` and the history show it. */
export function promptTuple({ number, id, graph, extraData, outputs }: Prompt): readonly unknown[] {
  return [number, id, graph, extraData, outputs];
}
