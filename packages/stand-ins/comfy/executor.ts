import type { Clock } from '../../../src/engines/clock.ts';
import type { NodeTable } from '../../../src/comfy/node-table.ts';
import { isLink } from '../../../src/comfy/graph.ts';
import type { Tell } from './comfy-event.ts';
import type { ComfyFiles } from './comfy-files.ts';
import type { ComfySettings } from './comfy-settings.ts';
import { errorData } from './error-data.ts';
import type { Graph } from './graph.ts';
import { NodeException } from './node-exception.ts';
import type { NodeOutput } from './node-run.ts';
import { ProgressBook } from './progress-book.ts';
import { promptTuple, type HistoryEntry, type Prompt } from './prompt.ts';
import { runNode } from './run-node.ts';
import { signatures } from './signatures.ts';

/** One prompt's way through the executor. */
export interface Execution {
  readonly prompt: Prompt;
  readonly nodes: NodeTable;
  readonly settings: ComfySettings;
  /** Aborts when the prompt is interrupted. */
  readonly signal: AbortSignal;
  readonly tell: Tell;
  /** Lasts while nodes of a class are held. */
  readonly held: (nodeClass: string) => Promise<void>;
}

/** Runs prompts, one at a time, and keeps what the last one made: only what changed runs again. */
export class Executor {
  readonly #clock: Clock;
  readonly #files: ComfyFiles;
  /** By signature; undefined is the result of a node that leaves nothing in the history. */
  readonly #cache = new Map<string, NodeOutput | undefined>();

  constructor(clock: Clock, files: ComfyFiles) {
    this.#clock = clock;
    this.#files = files;
  }

  /** Forgets everything that was made, as `POST /free` does. */
  forget(): void {
    this.#cache.clear();
  }

  /** Runs a prompt to its end, whatever that is. */
  async run(execution: Execution): Promise<HistoryEntry> {
    const { prompt, signal } = execution;
    const { graph, id: promptId } = prompt;
    const messages: [string, Readonly<Record<string, unknown>>][] = [];
    const say = (type: string, data: object, everybody = false) => {
      const whole = { ...data, prompt_id: promptId, timestamp: this.#clock.now() };
      messages.push([type, whole]);
      execution.tell({ type, data: whole }, everybody);
    };

    say('execution_start', {});
    const signed = signatures(graph, this.#files);
    const known = new Set(signed.values());
    for (const signature of this.#cache.keys()) {
      if (!known.has(signature)) this.#cache.delete(signature);
    }
    const isCached = (id: string) => this.#cache.has(signed.get(id) ?? '');
    say('execution_cached', { nodes: Object.keys(graph).filter(isCached) });

    const executed: string[] = [];
    const progress = new ProgressBook(promptId, execution.tell);
    let failed = false;
    for (const id of order(graph, prompt.outputs, isCached)) {
      const signature = signed.get(id) ?? '';
      const runs = !isCached(id);
      if (runs) {
        progress.set(id, 'running', 0, 1);
        execution.tell(
          { type: 'executing', data: { node: id, display_node: id, prompt_id: promptId } },
          false,
        );
        try {
          signal.throwIfAborted();
          this.#cache.set(signature, await this.#runNode(id, execution, progress));
        } catch (error) {
          failed = true;
          const type = graph[id]?.class_type;
          if (!signal.aborted) say('execution_error', errorData(graph, id, executed, error));
          else say('execution_interrupted', { node_id: id, node_type: type, executed }, true);
          break;
        }
      }
      const output = this.#cache.get(signature);
      if (output) {
        const data = { node: id, display_node: id, output, prompt_id: promptId };
        execution.tell({ type: 'executed', data }, false);
      }
      if (!runs) continue;
      progress.finish(id);
      executed.push(id);
    }
    if (!failed) say('execution_success', {});
    return {
      prompt: promptTuple(prompt),
      ...this.#results(graph, signed),
      status: { status_str: failed ? 'error' : 'success', completed: !failed, messages },
    };
  }

  async #runNode(
    id: string,
    { prompt: { graph, id: promptId }, nodes, settings, signal, tell, held }: Execution,
    progress: ProgressBook,
  ): Promise<NodeOutput | undefined> {
    const { fail, previews, stepMs } = settings;
    if (fail?.node_class === graph[id]?.class_type) {
      throw new NodeException(fail?.exception_message ?? '', fail?.exception_type);
    }
    await held(graph[id]?.class_type ?? '');
    return runNode({
      id,
      graph,
      nodes,
      settings,
      files: this.#files,
      step: async (value, max, preview) => {
        await this.#clock.sleep(stepMs, signal);
        signal.throwIfAborted();
        progress.set(id, 'running', value, max);
        tell({ type: 'progress', data: { value, max, prompt_id: promptId, node: id } }, true);
        if (previews && preview) tell({ type: 'preview', jpeg: await preview() }, true);
      },
    });
  }

  #results(
    graph: Graph,
    signed: ReadonlyMap<string, string>,
  ): Pick<HistoryEntry, 'outputs' | 'meta'> {
    const outputs: Record<string, NodeOutput> = {};
    const meta: Record<string, unknown> = {};
    for (const id of Object.keys(graph)) {
      const output = this.#cache.get(signed.get(id) ?? '');
      if (!output) continue;
      outputs[id] = output;
      meta[id] = { node_id: id, display_node: id, parent_node: null, real_node_id: id };
    }
    return { outputs, meta };
  }
}

/** Nodes in the order they run in: what one is made from comes first, unless it is there already. */
function order(
  graph: Graph,
  outputs: readonly string[],
  isCached: (id: string) => boolean,
): readonly string[] {
  const sorted = new Set<string>();
  const seen = new Set<string>();
  const visit = (id: string) => {
    if (seen.has(id)) return;
    seen.add(id);
    for (const value of Object.values(graph[id]?.inputs ?? {})) {
      if (isLink(value) && graph[value[0]] && !isCached(value[0])) visit(value[0]);
    }
    sorted.add(id);
  };
  for (const output of outputs) visit(output);
  return [...sorted];
}
