import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { Clock } from '../../../src/engines/clock.ts';
import type { NodeTable } from '../../../src/comfy/node-table.ts';
import type { Audience, ComfyEvent, ComfyListener } from './comfy-event.ts';
import { ComfyFiles } from './comfy-files.ts';
import { DEFAULT_SETTINGS, type ComfySettings } from './comfy-settings.ts';
import type { ComfyError, NodeErrors } from './comfy-error.ts';
import { Executor } from './executor.ts';
import { hasFileOf, nodesOf } from './installation.ts';
import type { HistoryEntry, Prompt } from './prompt.ts';
import { validate } from './validate.ts';

/** What is sent to `POST /prompt`. */
export interface PromptRequest {
  readonly prompt: unknown;
  readonly promptId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly extraData?: Readonly<Record<string, unknown>> | undefined;
}

/** ComfyUI's answer: the prompt it took, or why it took none. */
export type Submission =
  | {
      readonly ok: true;
      readonly promptId: string;
      readonly number: number;
      readonly nodeErrors: Readonly<Record<string, NodeErrors>>;
    }
  | {
      readonly ok: false;
      readonly error: ComfyError;
      readonly nodeErrors: Readonly<Record<string, NodeErrors>>;
    };

interface Running {
  readonly prompt: Prompt;
  readonly interrupt: AbortController;
}

/** One running ComfyUI with scripted nodes: it takes prompts and runs them one after the other. */
export class ComfyUi {
  readonly files: ComfyFiles;
  readonly #executor: Executor;
  readonly #pending: Prompt[] = [];
  readonly #history = new Map<string, HistoryEntry>();
  readonly #listeners = new Set<ComfyListener>();
  readonly #ended = new EventEmitter().setMaxListeners(0);
  readonly #changed = new EventEmitter<{ changed: [] }>();
  #settings: ComfySettings;
  #nodes: NodeTable;
  #running: Running | undefined;
  #work: Promise<void> = Promise.resolve();
  #forgetSoon = false;
  #number = 0;

  constructor(clock: Clock, folder: string, settings: Partial<ComfySettings> = {}) {
    this.files = new ComfyFiles(folder);
    this.#executor = new Executor(clock, this.files);
    this.#settings = { ...DEFAULT_SETTINGS, ...settings };
    this.#nodes = nodesOf(this.#settings);
  }

  get settings(): ComfySettings {
    return this.#settings;
  }

  /** All but `hold` applies to prompts that start from now on. */
  change(settings: Partial<ComfySettings>): void {
    this.#settings = { ...this.#settings, ...settings };
    this.#nodes = nodesOf(this.#settings);
    this.#changed.emit('changed');
  }

  get nodes(): NodeTable {
    return this.#nodes;
  }

  /** Validates a graph and queues it. */
  submit(request: PromptRequest): Submission {
    const against = {
      nodes: this.nodes,
      hasFile: hasFileOf(this.#settings, (name) => this.files.hasInput(name)),
    };
    const checked = validate(request.prompt, against, this.#settings.missingNode);
    const number = this.#number;
    this.#number += 1;
    if (!checked.ok) return checked;
    const { promptId = randomUUID(), clientId, extraData = {} } = request;
    this.#pending.push({
      number,
      id: promptId,
      graph: checked.graph,
      outputs: checked.outputs,
      extraData: { ...extraData, ...(clientId !== undefined && { client_id: clientId }) },
      clientId,
    });
    this.#tellStatus();
    this.#next();
    return { ok: true, promptId, number, nodeErrors: checked.nodeErrors };
  }

  get queue(): { readonly running: readonly Prompt[]; readonly pending: readonly Prompt[] } {
    return { running: this.#running ? [this.#running.prompt] : [], pending: this.#pending };
  }

  /** Takes waiting prompts out of the queue: all, or those named. They never get a history. */
  dequeue(ids?: readonly string[]): void {
    const kept = this.#pending.filter(({ id }) => ids !== undefined && !ids.includes(id));
    const removed = this.#pending.filter((prompt) => !kept.includes(prompt));
    if (removed.length === 0) return;
    this.#pending.splice(0, this.#pending.length, ...kept);
    this.#tellStatus();
    for (const { id } of removed) this.#ended.emit(id);
  }

  /** Interrupts the running prompt; if an id is given, only where it is that one. */
  interrupt(id?: string): void {
    if (id === undefined || this.#running?.prompt.id === id) this.#running?.interrupt.abort();
  }

  history(id: string): HistoryEntry | undefined {
    return this.#history.get(id);
  }

  get histories(): Readonly<Record<string, HistoryEntry>> {
    return Object.fromEntries(this.#history);
  }

  /** Drops prompts that are over from the history: all, or those named. */
  forget(ids: readonly string[] = [...this.#history.keys()]): void {
    for (const id of ids) this.#history.delete(id);
  }

  /** Empties the cache, once the running prompt is over. */
  free(): void {
    this.#forgetSoon = true;
    this.#next();
  }

  /** What became of a prompt in the queue, once it is over; undefined: it was taken out. */
  async finished(id: string): Promise<HistoryEntry | undefined> {
    const { running, pending } = this.queue;
    if ([...running, ...pending].some((prompt) => prompt.id === id)) await once(this.#ended, id);
    return this.#history.get(id);
  }

  /** Hears every event from now on; the result ends that. */
  listen(listener: ComfyListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The data of a `status` event. */
  get status(): Readonly<Record<string, unknown>> {
    const { running, pending } = this.queue;
    return { status: { exec_info: { queue_remaining: running.length + pending.length } } };
  }

  /** Stops everything, and waits until it has stopped. */
  async stop(): Promise<void> {
    this.dequeue();
    this.interrupt();
    this.change({ hold: null });
    await this.#work;
  }

  #next(): void {
    if (this.#running) return;
    if (this.#forgetSoon) this.#executor.forget();
    this.#forgetSoon = false;
    const prompt = this.#pending.shift();
    if (!prompt) return;
    const interrupt = new AbortController();
    this.#running = { prompt, interrupt };
    this.#work = this.#run(prompt, interrupt.signal).then(() => {
      this.#next();
    });
  }

  async #run(prompt: Prompt, signal: AbortSignal): Promise<void> {
    const client = prompt.clientId;
    const tell = (event: ComfyEvent, orEverybody: boolean) => {
      this.#tell(event, { client, orEverybody });
    };
    const held = async (nodeClass: string) => {
      while (this.#settings.hold === nodeClass) await once(this.#changed, 'changed');
    };
    const [settings, nodes] = [this.#settings, this.#nodes];
    const entry = await this.#executor.run({ prompt, nodes, settings, signal, tell, held });
    this.#history.set(prompt.id, entry);
    this.#running = undefined;
    this.#tellStatus();
    tell({ type: 'executing', data: { node: null, prompt_id: prompt.id } }, false);
    this.#ended.emit(prompt.id);
  }

  #tellStatus(): void {
    const everybody = { client: undefined, orEverybody: true };
    this.#tell({ type: 'status', data: this.status }, everybody);
  }

  #tell(event: ComfyEvent, audience: Audience): void {
    for (const listener of this.#listeners) listener(event, audience);
  }
}
