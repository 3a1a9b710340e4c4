import type { Clock } from '../clock.ts';
import type { StorageFault } from '../images/picture-store.ts';

/** What has to be in order for people to get pictures. */
export const PARTS = ['database', 'pictures', 'gateway', 'runpod_key'] as const;
export type Part = (typeof PARTS)[number];

/** One of a few fixed words; `ready` alone means that it is. */
export type Standing =
  | 'ready'
  | 'not reached yet'
  | 'not connected'
  | 'refused'
  | 'unreadable'
  | 'moved'
  | 'too slow'
  | StorageFault;

/** How the parts stand, and whether the bot is to stop. */
export interface Ready {
  readonly ready: boolean;
  readonly stopping: boolean;
  readonly parts: Readonly<Record<Part, Standing>>;
}

export interface ReadinessOptions {
  /** Reads something, however little. */
  readonly readDatabase: () => Promise<unknown>;
  /** Whether the database's files are still where they were opened. */
  readonly isInPlace: () => Promise<boolean>;
  /** Why pictures cannot be stored; `undefined` if they can. */
  readonly lookAtPictures: () => Promise<StorageFault | undefined>;
  /** Whether RunPod refuses the key at one of the endpoints that jobs go to. */
  readonly isKeyRefused: () => boolean;
  /** Aborts as soon as the bot is to stop. */
  readonly stopping: AbortSignal;
  readonly clock: Clock;
}

/** Longer than any read of the bot's own takes on a disk that works, and shorter than whoever asks waits. */
const LONGEST_READ_MS = 1_000;

/** Whether the bot can do what people ask of it. Nothing is asked of Discord or RunPod for that: it is known. */
export class Readiness {
  readonly #options: ReadinessOptions;
  #isConnected: (() => boolean) | undefined;

  constructor(options: ReadinessOptions) {
    this.#options = options;
  }

  /** Discord has been reached, and is asked from now on whether every connection to its gateway is up. */
  reached(isConnected: () => boolean): void {
    this.#isConnected = isConnected;
  }

  async look(): Promise<Ready> {
    const { stopping, isKeyRefused, lookAtPictures } = this.#options;
    const [database, pictures] = await Promise.all([
      this.#inTime(() => this.#database()),
      this.#inTime(async () => (await lookAtPictures()) ?? 'ready'),
    ]);
    const parts = {
      database,
      pictures,
      gateway: this.#gateway(),
      runpod_key: isKeyRefused() ? 'refused' : 'ready',
    } as const;
    const { aborted } = stopping;
    const ready = !aborted && PARTS.every((part) => parts[part] === 'ready');
    return { ready, stopping: aborted, parts };
  }

  #gateway(): Standing {
    if (!this.#isConnected) return 'not reached yet';
    return this.#isConnected() ? 'ready' : 'not connected';
  }

  async #database(): Promise<Standing> {
    const { isInPlace, readDatabase } = this.#options;
    if (!(await isInPlace())) return 'moved';
    return readDatabase().then(
      () => 'ready',
      () => 'unreadable',
    );
  }

  /** Checks the disk, unless that takes too long. */
  async #inTime(look: () => Promise<Standing>): Promise<Standing> {
    const { clock } = this.#options;
    const over = new AbortController();
    const began = clock.now();
    // SQLite reads on this thread, and no timer comes before it is done.
    const seen = look().then((standing) =>
      clock.now() - began > LONGEST_READ_MS && standing === 'ready' ? 'too slow' : standing,
    );
    const late = clock.sleep(LONGEST_READ_MS, over.signal).then(
      () => 'too slow' as const,
      () => 'too slow' as const,
    );
    return Promise.race([seen, late]).finally(() => {
      over.abort();
    });
  }
}
