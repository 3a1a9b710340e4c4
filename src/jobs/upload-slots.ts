import type { Clock } from '../engines/clock.ts';
import { ByteBudget } from '../engines/semaphore.ts';
import { MOST_INPUT_BYTES } from '../images/photos.ts';
import type { JobLog } from './job-log.ts';
import type { Job } from './job.ts';

/** For all large requests that are being sent: three at a time of the largest. */
const ROOM = { bytes: 3 * MOST_INPUT_BYTES, shares: 6 };

/** Of that for each endpoint, so that one that takes nothing leaves some to the others. */
const ROOM_FOR_EACH = { bytes: 2 * MOST_INPUT_BYTES, shares: 4 };

/** Room for large requests. Whoever finds none waits: first for that of the endpoint, then for that of all. */
export class UploadSlots {
  readonly #all = new ByteBudget(ROOM);
  readonly #byEndpoint = new Map<string, ByteBudget>();

  /** How many are waiting. */
  get waiting(): number {
    return this.#budgets.reduce((sum, { waiting }) => sum + waiting, 0);
  }

  /** How many bytes are taken. */
  get bytesTaken(): number {
    return this.#all.bytesTaken;
  }

  /** Room for so many bytes; what comes back gives it back. Rejects with the signal's reason on an abort. */
  async take(endpointId: string, bytes: number, signal?: AbortSignal): Promise<() => void> {
    const own = await this.#of(endpointId).take(bytes, signal);
    try {
      const share = await this.#all.take(bytes, signal);
      return () => {
        share.release();
        own.release();
      };
    } catch (error) {
      own.release();
      throw error;
    }
  }

  get #budgets(): readonly ByteBudget[] {
    return [this.#all, ...this.#byEndpoint.values()];
  }

  #of(endpointId: string): ByteBudget {
    const known = this.#byEndpoint.get(endpointId);
    if (known) return known;
    const budget = new ByteBudget(ROOM_FOR_EACH);
    this.#byEndpoint.set(endpointId, budget);
    return budget;
  }
}

/** A request with more pictures than this is a large one. */
const SMALL_INPUT_BYTES = 1_000_000;

/** How long a request waits for room before its job goes back into the line, and leaves its turn to others. */
const ROOM_WITHIN_MS = 60_000;

export interface UploadSlotContext {
  readonly log: Pick<JobLog, 'note'>;
  readonly clock: Clock;
  /** Room for large requests, for all jobs. */
  readonly uploadSlots: UploadSlots;
}

/**
 * Waits until few enough large requests are being sent; what comes back gives the room back. Small ones wait for
 * none. `undefined` where that takes too long. Rejects with the signal's reason on an abort.
 *
 * Nothing is sent meanwhile, and the job's row says so: a stop in the wait leaves no doubt behind.
 */
export async function takeUploadSlot(
  { id, attempt, wanted: { inputs } }: Job,
  { log, clock, uploadSlots }: UploadSlotContext,
  { endpointId, signal }: { readonly endpointId: string; readonly signal: AbortSignal },
): Promise<(() => void) | undefined> {
  const size = inputs.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
  if (size <= SMALL_INPUT_BYTES) return () => undefined;
  await log.note.attempt(id, attempt - 1);
  const [over, late] = [new AbortController(), new AbortController()];
  void clock.sleep(ROOM_WITHIN_MS, over.signal).then(
    () => {
      late.abort();
    },
    () => undefined,
  );
  let leave: (() => void) | undefined;
  try {
    leave = await uploadSlots.take(endpointId, size, AbortSignal.any([signal, late.signal]));
    await log.note.attempt(id, attempt);
    return leave;
  } catch (error) {
    leave?.();
    if (signal.aborted || !late.signal.aborted) throw error;
    return undefined;
  } finally {
    over.abort();
  }
}
