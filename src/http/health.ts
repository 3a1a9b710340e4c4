import type { Clock } from '../engines/clock.ts';
import type { StorageFault } from '../images/picture-store.ts';
import { type HttpApp, onlyGet } from './app.ts';

/**
 * From here on the loop has been badly late: Discord waits 3 s for a first answer, so that people have been told that
 * the bot does not answer. Ordinarily it is late by a fiftieth of this, and at 30 s the watchdog ends the process.
 */
const BADLY_LATE_MS = 2_000;

const UNCACHED = { 'cache-control': 'no-store' } as const;

export interface HealthParts {
  readonly loopDelay: Pick<LoopDelay, 'longestMs'>;
  readonly readiness: Pick<Readiness, 'look'>;
}

/**
 * `/healthz`: the process and its event loop. 200 or, where that was badly late within half a minute, 503.
 * `/readyz`: whether people get pictures. 200 or 503, with each part by its name. Both in JSON.
 */
export function healthRoutes(app: HttpApp, { loopDelay, readiness }: HealthParts): void {
  onlyGet(app, '/healthz', (c) => {
    const longestDelayMs = Math.round(loopDelay.longestMs);
    const healthy = longestDelayMs < BADLY_LATE_MS;
    const why = healthy ? {} : { why: 'the event loop was late' };
    return c.json({ healthy, ...why, longestDelayMs }, healthy ? 200 : 503, UNCACHED);
  });
  onlyGet(app, '/readyz', async (c) => {
    const standing = await readiness.look();
    return c.json(standing, standing.ready ? 200 : 503, UNCACHED);
  });
}

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
  readonly checkPictureStore: () => Promise<StorageFault | undefined>;
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
    const { stopping, isKeyRefused, checkPictureStore } = this.#options;
    const [database, pictures] = await Promise.all([
      this.#inTime(() => this.#database()),
      this.#inTime(async () => (await checkPictureStore()) ?? 'ready'),
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

/** Short enough that a stall which matters is not lost between two ticks; 50 wake-ups a second cost 0.1 % of a core. */
const TICK_MS = 20;
/** How far back is remembered: what looks every half a minute misses nothing. */
export const REMEMBERED_MS = 30_000;
const SLICES = 6;

export interface LoopDelayOptions {
  /** In milliseconds, from any moment on. */
  readonly now?: () => number;
}

/**
 * How late the event loop came of late. Node's own histogram (`monitorEventLoopDelay`) does not see a stall that
 * begins right after it was reset, which would be every time that somebody has looked.
 */
export class LoopDelay {
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout;
  /** The longest of each slice of time, the latest first. */
  #longest: readonly number[] = [0];
  #sliceEndsAt: number;
  #due: number;

  constructor({ now = () => performance.now() }: LoopDelayOptions = {}) {
    this.#now = now;
    this.#due = now() + TICK_MS;
    this.#sliceEndsAt = now() + REMEMBERED_MS / SLICES;
    this.#timer = setInterval(() => {
      this.look();
    }, TICK_MS).unref();
  }

  /** The longest delay within the last half a minute, in milliseconds. */
  get longestMs(): number {
    this.look();
    return Math.max(...this.#longest);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Takes note of how late it is. What has just held the loop up shows before the next tick. */
  look(): void {
    const now = this.#now();
    const late = Math.max(0, now - this.#due);
    this.#due = now + TICK_MS;
    const [latest = 0, ...earlier] = this.#longest;
    this.#longest = [Math.max(latest, late), ...earlier];
    if (now < this.#sliceEndsAt) return;
    this.#longest = [0, ...this.#longest].slice(0, SLICES + 1);
    this.#sliceEndsAt = now + REMEMBERED_MS / SLICES;
  }
}
