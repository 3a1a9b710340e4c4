import type { Clock } from '../clock.ts';
import type { JobLog } from '../record/job/job-log.ts';
import type { Job } from '../record/job/job.ts';
import type { SendRoom } from './send-room.ts';

/** A request with more pictures than this is a large one. */
const SMALL_INPUT_BYTES = 1_000_000;

/** How long a request waits for room before its job goes back into the line, and leaves its turn to others. */
const ROOM_WITHIN_MS = 60_000;

export interface RoomToSendContext {
  readonly log: Pick<JobLog, 'note'>;
  readonly clock: Clock;
  /** Room for large requests, for all jobs. */
  readonly sendRoom: SendRoom;
}

/**
 * Waits until few enough large requests are being sent; what comes back gives the room back. Small ones wait for
 * none. `undefined` where that takes too long. Rejects with the signal's reason on an abort.
 *
 * Nothing is sent meanwhile, and the job's row says so: a stop in the wait leaves no doubt behind.
 */
export async function roomToSend(
  { id, attempt, wanted: { inputs } }: Job,
  { log, clock, sendRoom }: RoomToSendContext,
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
    leave = await sendRoom.take(endpointId, size, AbortSignal.any([signal, late.signal]));
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
