import type { Clock } from '../engines/clock.ts';
import { ByteBudget } from '../engines/semaphore.ts';
import { MOST_INPUT_BYTES } from '../images/photos.ts';
import type { JobLog } from './job-log.ts';
import type { Job } from './job.ts';

/** Over all endpoints: three uploads of the largest size at a time. */
const ROOM = { bytes: 3 * MOST_INPUT_BYTES, shares: 6 };

/** Per endpoint, so that one stalled endpoint leaves slots to the others. */
const ROOM_FOR_EACH = { bytes: 2 * MOST_INPUT_BYTES, shares: 4 };

/** Upload slots for large requests: a semaphore per endpoint, then one over all. */
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

  /** Acquires a slot of that many bytes. Returns its release. Rejects with the signal's reason on an abort. */
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

/** How long a request waits for a slot before its job rejoins its queue. */
const ROOM_WITHIN_MS = 60_000;

export interface UploadSlotContext {
  readonly log: Pick<JobLog, 'note'>;
  readonly clock: Clock;
  /** Shared by all jobs. */
  readonly uploadSlots: UploadSlots;
}

/**
 * Waits for an upload slot and returns its release. Small requests need none. Returns `undefined` after
 * {@link ROOM_WITHIN_MS}. Rejects with the signal's reason on an abort.
 *
 * The job's row notes that it is not sent yet, so a stop during the wait leaves no doubt.
 */
export async function acquireUploadSlot(
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
