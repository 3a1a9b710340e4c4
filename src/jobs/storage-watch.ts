import { EventEmitter } from 'node:events';
import type { Clock } from '../clock.ts';
import type { PictureStore } from '../record/store/picture-store.ts';
import { StorageError, type StorageFault } from '../record/store/storage-fault.ts';
import { Tasks, type TaskContext } from '../tasks.ts';
import { LARGEST_RESULT_BYTES } from './finish.ts';
import type { Notices } from './key-watch.ts';

/** How often storage that works is tried out: jobs that complete try it besides. */
const PROBE_EVERY_MS = 60_000;
/** The same while it fails: from the first pause on, each twice the one before, up to the longest. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
const LEAST_PROBE_BYTES = 4_096;

const PROBES = 'storage';

export interface StorageWatchOptions {
  readonly pictures: Pick<PictureStore, 'freeBytes' | 'probe'>;
  readonly clock: Clock;
}

/**
 * Whether pictures can be stored. While they cannot, results wait at RunPod, nothing is sent there,
 * and no request is taken. Storage is tried out every minute, at once where a picture could not be
 * stored, and then with backoff until it works again: as many bytes are written as failed.
 *
 * There has to be room for an answer before its job is sent. An answer is counted as the largest
 * that the bot takes, `LARGEST_RESULT_BYTES`, and so is that of each job that RunPod has.
 *
 * The operator is notified once when it begins, unless a first probe finds storage well, and once
 * when it ends.
 */
export class StorageWatch {
  /** `changed`: jobs have to be held, or no longer. */
  readonly events = new EventEmitter<{ changed: [] }>();
  readonly #options: StorageWatchOptions;
  readonly #probes: Tasks;
  #fault: StorageFault | undefined;
  #isFull = false;
  #probeBytes = LEAST_PROBE_BYTES;
  #notices: Notices | undefined;
  /** What the operator is to be notified of: what a probe has confirmed. */
  #confirmed: StorageFault | undefined;
  #notified: Promise<void> = Promise.resolve();

  constructor(options: StorageWatchOptions) {
    this.#options = options;
    this.#probes = new Tasks((_, task) => this.#keepProbing(task), options.clock);
  }

  /** Why pictures cannot be written, where they cannot. */
  get fault(): StorageFault | undefined {
    return this.#fault;
  }

  /** Why no job may be sent: pictures cannot be written, or there is no room for a single answer. */
  get trouble(): StorageFault | undefined {
    return this.#fault ?? (this.#isFull ? 'full' : undefined);
  }

  /** Tries storage out, and again and again from then on. */
  async start(): Promise<void> {
    await this.#probe();
    this.#probes.nudge(PROBES);
  }

  /** Notifies the operator from now on, also of what is known by now. */
  notify(notices: Notices): void {
    this.#notices = notices;
    if (this.#confirmed !== undefined) this.#tellTrouble(this.#confirmed);
  }

  async stop(): Promise<void> {
    await this.#probes.stop();
  }

  /** So many bytes could not be stored. */
  noteFault({ fault }: StorageError, bytes: number): void {
    this.#probeBytes = Math.max(this.#probeBytes, bytes);
    this.#set(fault, this.#isFull);
  }

  /** Looks whether the folder is there and has room, without writing anything. Never rejects. */
  async look(): Promise<StorageFault | undefined> {
    await this.#free();
    return this.trouble;
  }

  /** For how many more answers there is room beside those of so many jobs under way. Never rejects. */
  async roomFor(underWay: number): Promise<number> {
    const free = await this.#free();
    if (this.trouble !== undefined) return 0;
    return Math.max(0, Math.floor(free / LARGEST_RESULT_BYTES) - underWay);
  }

  /** A fault stays until a probe has written something. */
  async #free(): Promise<number> {
    try {
      const free = await this.#options.pictures.freeBytes();
      this.#set(this.#fault, free < LARGEST_RESULT_BYTES);
      return free;
    } catch (error) {
      this.#set(faultOf(error), this.#isFull);
      return 0;
    }
  }

  async #keepProbing(task: TaskContext): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    while (!this.#probes.stopping) {
      const isWell = this.trouble === undefined;
      await task.sleep(isWell ? PROBE_EVERY_MS : pause);
      pause = isWell ? FIRST_PAUSE_MS : Math.min(pause * 2, LONGEST_PAUSE_MS);
      await this.#probe();
    }
  }

  async #probe(): Promise<void> {
    const { pictures } = this.#options;
    try {
      await pictures.probe(this.#probeBytes);
      const free = await pictures.freeBytes();
      this.#probeBytes = LEAST_PROBE_BYTES;
      this.#set(undefined, free < LARGEST_RESULT_BYTES);
    } catch (error) {
      this.#set(faultOf(error), this.#isFull);
    }
    this.#confirm();
  }

  #set(fault: StorageFault | undefined, isFull: boolean): void {
    const before = this.trouble;
    this.#fault = fault;
    this.#isFull = isFull;
    if (this.trouble === before) return;
    // What was seen by others is confirmed by a probe at once.
    if (before === undefined) this.#probes.nudge(PROBES);
    this.events.emit('changed');
  }

  #confirm(): void {
    const before = this.#confirmed;
    this.#confirmed = this.trouble;
    if (before === undefined && this.#confirmed !== undefined) this.#tellTrouble(this.#confirmed);
    if (before !== undefined && this.#confirmed === undefined) this.#tellRelief();
  }

  #tellTrouble(fault: StorageFault): void {
    const notices = this.#notices;
    this.#notified = this.#notified.then(() =>
      notices?.trouble(({ storageFails }) => storageFails(fault)),
    );
  }

  #tellRelief(): void {
    const notices = this.#notices;
    this.#notified = this.#notified.then(() => notices?.relief(({ storageWorks }) => storageWorks));
  }
}

function faultOf(error: unknown): StorageFault {
  return error instanceof StorageError ? error.fault : 'failing';
}
