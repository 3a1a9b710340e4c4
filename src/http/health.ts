import type { Clock } from '../engines/clock.ts';
import type { StorageFault } from '../images/picture-store.ts';
import { countProcesses, leavesInteractions, type Processes, selfOf } from '../store/processes.ts';
import { type HttpApp, onlyGet } from './app.ts';

/**
 * From here on the event loop counts as badly late: Discord waits 3 s for a first response and then tells
 * members that the bot does not respond. Normal lag is a fiftieth of this. At 30 s the watchdog ends the
 * process.
 */
const UNHEALTHY_DELAY_MS = 2_000;

const UNCACHED = { 'cache-control': 'no-store' } as const;

export interface HealthParts {
  readonly loopDelay: Pick<LoopDelay, 'longestMs'>;
  readonly readiness: Pick<Readiness, 'check'>;
}

/**
 * `/healthz`: the process and its event loop. 200, or 503 if the loop was badly late within half a minute.
 * `/readyz`: whether members can get pictures. 200 or 503, with each part by name. Both answer in JSON.
 */
export function healthRoutes(app: HttpApp, { loopDelay, readiness }: HealthParts): void {
  onlyGet(app, '/healthz', (c) => {
    const longestDelayMs = Math.round(loopDelay.longestMs);
    const healthy = longestDelayMs < UNHEALTHY_DELAY_MS;
    const why = healthy ? {} : { why: 'the event loop was late' };
    return c.json({ healthy, ...why, longestDelayMs }, healthy ? 200 : 503, UNCACHED);
  });
  onlyGet(app, '/readyz', async (c) => {
    const standing = await readiness.check();
    return c.json(standing, standing.ready ? 200 : 503, UNCACHED);
  });
}

/** The parts that must work for members to get pictures. */
export const PARTS = ['database', 'pictures', 'gateway', 'runpod_key'] as const;
export type Part = (typeof PARTS)[number];

/** One of a few fixed words. Only `ready` means working. */
export type PartState =
  | 'ready'
  | 'not reached yet'
  | 'not connected'
  | 'refused'
  | 'unreadable'
  | 'moved'
  | 'too slow'
  | StorageFault;

/** The state of each part, and whether the process is shutting down, or drains and others take over. */
export interface Ready {
  readonly ready: boolean;
  readonly stopping: boolean;
  readonly draining: boolean;
  readonly parts: Readonly<Record<Part, PartState>>;
  /** Of the bot, as far as this process knows. */
  readonly processes: ReturnType<typeof countProcesses>;
}

export interface ReadinessOptions {
  /** Rejects if the database cannot be read or written. */
  readonly checkDatabase: () => Promise<void>;
  /** Whether the database files are still where they were opened. */
  readonly isInPlace: () => Promise<boolean>;
  /** Why pictures cannot be stored. `undefined` if they can. */
  readonly checkPictureStore: () => Promise<StorageFault | undefined>;
  /** Whether RunPod rejects the key at one of the endpoints in use. */
  readonly isKeyRefused: () => boolean;
  readonly processes: Pick<Processes, 'living' | 'own'>;
  /** Aborts when the bot starts to shut down. */
  readonly stopping: AbortSignal;
  readonly clock: Clock;
}

/**
 * Longer than any of the bot's own reads on a working disk, and shorter than the timeout of a health check.
 */
const LONGEST_READ_MS = 1_000;

/** Whether the bot can serve members. Sends no requests to Discord or RunPod: their state is known. */
export class Readiness {
  readonly #options: ReadinessOptions;
  #isConnected: (() => boolean) | undefined;

  constructor(options: ReadinessOptions) {
    this.#options = options;
  }

  /**
   * Call once connected to Discord. From then on `isConnected` tells whether every gateway connection is up.
   */
  reached(isConnected: () => boolean): void {
    this.#isConnected = isConnected;
  }

  async check(): Promise<Ready> {
    const { stopping, isKeyRefused, checkPictureStore, processes } = this.#options;
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
    const isStopping = stopping.aborted || selfOf(processes)?.isLeaving === true;
    const draining = leavesInteractions(processes);
    const ready = !isStopping && !draining && PARTS.every((part) => parts[part] === 'ready');
    return { ready, stopping: isStopping, draining, parts, processes: countProcesses(processes) };
  }

  #gateway(): PartState {
    if (!this.#isConnected) return 'not reached yet';
    return this.#isConnected() ? 'ready' : 'not connected';
  }

  async #database(): Promise<PartState> {
    const { isInPlace, checkDatabase } = this.#options;
    if (!(await isInPlace())) return 'moved';
    return checkDatabase().then(
      () => 'ready',
      () => 'unreadable',
    );
  }

  /** Checks the disk with a time limit. */
  async #inTime(check: () => Promise<PartState>): Promise<PartState> {
    const { clock } = this.#options;
    const over = new AbortController();
    const began = clock.now();
    // SQLite reads block this thread, so no timer fires before they finish.
    const seen = check().then((standing) =>
      clock.now() - began > LONGEST_READ_MS && standing === 'ready' ? 'too slow' : standing,
    );
    const timeUp = clock.sleep(LONGEST_READ_MS, over.signal).catch(() => undefined);
    const late = timeUp.then(() => 'too slow' as const);
    return Promise.race([seen, late]).finally(() => {
      over.abort();
    });
  }
}

/** Short enough to catch relevant stalls between two ticks. 50 wake-ups a second cost 0.1 % of a core. */
const TICK_MS = 20;
/** How long delays are remembered. A check every half a minute misses none. */
export const REMEMBERED_MS = 30_000;
const SLICES = 6;

/**
 * The recent delay of the event loop. Node's histogram (`monitorEventLoopDelay`) misses a stall that begins
 * right after a reset, which would be after every health check.
 */
export class LoopDelay {
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout;
  /** The longest delay of each time slice, latest first. */
  #longest: readonly number[] = [0];
  #sliceEndsAt: number;
  #due: number;

  /** `now`: in milliseconds, from any epoch. */
  constructor(now = () => performance.now()) {
    this.#now = now;
    this.#due = now() + TICK_MS;
    this.#sliceEndsAt = now() + REMEMBERED_MS / SLICES;
    this.#timer = setInterval(() => {
      this.measure();
    }, TICK_MS).unref();
  }

  /** The longest delay within the last half a minute, in milliseconds. */
  get longestMs(): number {
    this.measure();
    return Math.max(...this.#longest);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Records the current delay, so that a stall shows before the next tick. */
  measure(): void {
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
