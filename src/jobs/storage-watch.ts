import { EventEmitter } from 'node:events';
import type { Clock } from '../engines/clock.ts';
import { Watch } from '../engines/watch.ts';
import { type PictureStore, StorageError, type StorageFault } from '../images/picture-store.ts';
import type { Notices } from './endpoint-notices.ts';

/** Limit of all pictures of one job: several large ones. */
export const LARGEST_RESULT_BYTES = 24 * 1024 * 1024;

/** How often working storage is probed. */
const PROBE_EVERY_MS = 60_000;
/** Backoff of probes while it fails. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
const LEAST_PROBE_BYTES = 4_096;

export interface StorageWatchOptions {
  readonly pictures: Pick<PictureStore, 'place' | 'freeBytes' | 'probe'>;
  readonly clock: Clock;
}

/**
 * Whether pictures can be stored. While they cannot, results wait at RunPod, nothing is sent there,
 * and new requests are refused. Storage is probed every minute. When a picture could not be stored, it is
 * probed at once and then with backoff, by writing as many bytes as failed.
 *
 * A job is sent only if there is room for its answer and those of all jobs at RunPod. Each is counted as
 * the largest that the bot takes, `LARGEST_RESULT_BYTES`.
 *
 * The operator is notified when a probe confirms a fault, and when it is over.
 */
export class StorageWatch {
  /** `changed`: {@link trouble} has changed. */
  readonly events = new EventEmitter<{ changed: [] }>();
  readonly #options: StorageWatchOptions;
  readonly #probes: Watch;
  #fault: StorageFault | undefined;
  #isFull = false;
  #pauseMs = FIRST_PAUSE_MS;
  #probeBytes = LEAST_PROBE_BYTES;
  #notices: Notices | undefined;
  /** The fault that a probe has confirmed and the operator was notified of. */
  #confirmed: StorageFault | undefined;
  #notified: Promise<void> = Promise.resolve();

  constructor(options: StorageWatchOptions) {
    this.#options = options;
    this.#probes = new Watch({
      check: () => this.#probe(),
      firstAfterMs: PROBE_EVERY_MS,
      clock: options.clock,
    });
  }

  /** Why pictures cannot be written; `undefined` if they can. */
  get fault(): StorageFault | undefined {
    return this.#fault;
  }

  /**
   * Why no job may be sent: pictures cannot be written, or there is no room for a single result.
   */
  get trouble(): StorageFault | undefined {
    return this.#fault ?? (this.#isFull ? 'full' : undefined);
  }

  /** Probes storage once, then keeps probing. */
  async start(): Promise<void> {
    await this.#probe();
    this.#probes.wake();
  }

  /** Notifies the operator from now on, and of a fault that is already confirmed. */
  notify(notices: Notices): void {
    this.#notices = notices;
    if (this.#confirmed !== undefined) this.#notifyOf(this.#confirmed);
  }

  async stop(): Promise<void> {
    await this.#probes.stop();
  }

  /** Records that this many bytes could not be stored. */
  noteFault({ fault }: StorageError, bytes: number): void {
    this.#probeBytes = Math.max(this.#probeBytes, bytes);
    this.#set(fault, this.#isFull);
  }

  /** Checks that the folder is there and has room, without writing. Never rejects. */
  async check(): Promise<StorageFault | undefined> {
    await this.#free();
    return this.trouble;
  }

  /** How many more results fit beside those of the unfinished jobs. Never rejects. */
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

  /** Returns the pause before the next probe. */
  async #probe(): Promise<number> {
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
    const pauseMs = this.#pauseMs;
    const isWell = this.trouble === undefined;
    this.#pauseMs = isWell ? FIRST_PAUSE_MS : Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    return isWell ? PROBE_EVERY_MS : pauseMs;
  }

  #set(fault: StorageFault | undefined, isFull: boolean): void {
    const before = this.trouble;
    this.#fault = fault;
    this.#isFull = isFull;
    if (this.trouble === before) return;
    // A probe confirms at once what others noticed.
    if (before === undefined) this.#probes.wake();
    this.events.emit('changed');
  }

  #confirm(): void {
    const before = this.#confirmed;
    this.#confirmed = this.trouble;
    if ((before === undefined) !== (this.#confirmed === undefined)) this.#notifyOf(this.#confirmed);
  }

  #notifyOf(fault: StorageFault | undefined): void {
    const notices = this.#notices;
    this.#notified = this.#notified.then(() =>
      fault === undefined
        ? notices?.relief(({ storageWorks }) => storageWorks)
        : notices?.trouble(({ storageFails }) => storageFails(fault, this.#options.pictures.place)),
    );
  }
}

function faultOf(error: unknown): StorageFault {
  return error instanceof StorageError ? error.fault : 'failing';
}
