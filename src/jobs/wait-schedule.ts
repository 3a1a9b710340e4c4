// When waiting jobs will probably be ready.
//
// An endpoint's jobs are laid out in the order in which they will be sent, each on the worker that is free
// first, for as long as such a run usually takes. A job of a member or server that may have no more pictures
// in progress starts once theirs have ended. This reads no clock: times are milliseconds since the epoch.

/** A probable run of a waiting job. */
export interface ProbableRun {
  readonly startsAt: number;
  readonly readyAt: number;
}

/** The workers of an endpoint, each with the jobs it will probably run. */
export class WorkerSchedule {
  /** When each worker is free, ascending. `Infinity`: unknown. */
  readonly #freeAt: number[];
  /** Whether a job ahead takes an unknown time, so nothing is known of the jobs behind it. */
  #isUnknown: boolean;

  /** `freeAt`: one time for each worker, `Infinity` if unknown. */
  constructor(freeAt: readonly number[], { isUnknown = false } = {}) {
    this.#freeAt = freeAt.toSorted((one, other) => one - other);
    this.#isUnknown = isUnknown;
  }

  /** A copy, to which further jobs can be added. */
  copy(): WorkerSchedule {
    return new WorkerSchedule(this.#freeAt, { isUnknown: this.#isUnknown });
  }

  /**
   * Adds the next job, which cannot start before `earliest`. `undefined` if nothing is known of its start or its
   * run. The job takes the worker that becomes free last before it can start: others leave a gap too long.
   */
  add(runMs: number | undefined, earliest: number): ProbableRun | undefined {
    // Others go ahead of it.
    if (earliest === Infinity) return undefined;
    const later = this.#freeAt.findIndex((at) => at > earliest);
    const worker = later === -1 ? this.#freeAt.length - 1 : Math.max(later - 1, 0);
    const startsAt = Math.max(this.#freeAt[worker] ?? Infinity, earliest);
    if (this.#isUnknown || startsAt === Infinity) return undefined;
    if (runMs === undefined) {
      this.#isUnknown = true;
      return undefined;
    }
    const readyAt = startsAt + runMs;
    this.#freeAt.splice(worker, 1);
    const behind = this.#freeAt.findIndex((at) => at > readyAt);
    this.#freeAt.splice(behind === -1 ? this.#freeAt.length : behind, 0, readyAt);
    return { startsAt, readyAt };
  }
}

interface Pictures {
  readonly count: number;
  readonly until: number;
}

/** The pictures that a member or a server has in progress, and when they will probably end. */
export class Progress {
  readonly #limit: number;
  /** Earliest end first, each end once. */
  readonly #pictures: Pictures[];
  #notBefore: number;

  /** `limit`: how many may be in progress at once. */
  constructor(limit: number, pictures: readonly Pictures[] = [], notBefore = 0) {
    this.#limit = limit;
    this.#pictures = [...pictures];
    this.#notBefore = notBefore;
  }

  copy(): Progress {
    return new Progress(this.#limit, this.#pictures, this.#notBefore);
  }

  /** Adds pictures in progress until a time, `Infinity` if unknown. */
  add(count: number, until: number): void {
    const found = this.#pictures.findIndex((one) => one.until >= until);
    const index = found === -1 ? this.#pictures.length : found;
    const same = this.#pictures[index];
    if (same?.until === until) this.#pictures[index] = { count: same.count + count, until };
    else this.#pictures.splice(index, 0, { count, until });
  }

  /** No later job starts before then, so what has ended by then no longer counts. `Infinity`: unknown. */
  goOnFrom(at: number): void {
    this.#notBefore = at;
    const ended = this.#pictures.findIndex(({ until }) => until > at);
    this.#pictures.splice(0, ended === -1 ? this.#pictures.length : ended);
  }

  /** When there is room for so many more; 0 if there is now. One job is always allowed. */
  roomAt(count: number): number {
    let left = this.#pictures.reduce((sum, one) => sum + one.count, 0);
    let at = this.#notBefore;
    for (const ended of this.#pictures) {
      if (left === 0 || left + count <= this.#limit) break;
      left -= ended.count;
      at = Math.max(at, ended.until);
    }
    return at;
  }
}

/** Estimates are rounded up to this. */
const ROUNDED_MS = 30_000;
/** A job that starts sooner needs no estimate: its message is about to change anyway. */
const SOON_MS = 10_000;
/** An estimate changes once it is off by more than this share of the wait. */
const OFF_BY = 1 / 5;

/**
 * The estimate to show, in milliseconds since the epoch. Stays what it is until it is far off, so that the message
 * does not jump about. `probable`: what is known now, if anything.
 */
export function shownEstimate(
  now: number,
  shown: number | undefined,
  probable: ProbableRun | undefined,
): number | undefined {
  const standing = shown !== undefined && shown > now ? shown : undefined;
  if (!probable) return standing;
  const { startsAt, readyAt } = probable;
  if (standing === undefined) {
    return startsAt - now < SOON_MS ? undefined : roundedUp(readyAt);
  }
  const tolerance = Math.max(ROUNDED_MS, (standing - now) * OFF_BY);
  return Math.abs(readyAt - standing) <= tolerance ? standing : roundedUp(readyAt);
}

function roundedUp(at: number): number {
  return Math.ceil(at / ROUNDED_MS) * ROUNDED_MS;
}
