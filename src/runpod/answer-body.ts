import type { Dispatcher } from 'undici';
import type { Clock } from '../engines/clock.ts';
import { BodyReader, saidLength } from '../engines/read-body.ts';
import type { Semaphore, Share } from '../engines/semaphore.ts';
import { atLeastPace, type TimeLimit } from '../engines/time-limit.ts';
import { RunPodError } from './errors.ts';
import type { Incoming, Outgoing } from './exchange.ts';

/** The largest answer that is read: several large pictures in base64. */
export const LARGEST_ANSWER_BYTES = 24 * 1024 * 1024;

/** An answer without pictures has a hundredth of this. Up to this size, each is read as it comes. */
export const SMALL_ANSWER_BYTES = 64 * 1024;

/** How much of a failure's body is enough to see whose it is. */
const FAILURE_BYTES = 4 * 1024;

/** What large answers share. */
export interface LargeAnswers {
  readonly room: Semaphore;
  /** The clock that says whether an answer is late, or too slow while it holds a place. */
  readonly networkClock: Clock;
}

/** The request that an answer belongs to. */
export interface Asked {
  readonly outgoing: Outgoing;
  readonly limit: TimeLimit;
}

/**
 * The body of a success. A small one is read at once. Of a large one, only as much as shows that it is
 * large is read before there is a place for it; the rest then has to come at a pace. If it is too
 * large, or its beginning is enough, the connection is closed. Throws a {@link RunPodError} of kind
 * `schema` if it is too large, otherwise whatever ended the reading.
 */
export async function readAnswer(
  { statusCode: status, headers, body }: Dispatcher.ResponseData,
  place: 'small' | Place,
  { outgoing, limit }: Asked,
  { room, networkClock }: LargeAnswers,
): Promise<Pick<Incoming, 'body' | 'isCut'>> {
  const most = place === 'small' ? SMALL_ANSWER_BYTES : LARGEST_ANSWER_BYTES;
  const length = saidLength(headers);
  // Nearly every answer says so, and undici reads it with less ado where nobody asks for its pieces.
  if (length <= SMALL_ANSWER_BYTES) {
    return { body: Buffer.from(await limit.within(() => body.arrayBuffer())), isCut: false };
  }
  const reader = new BodyReader(body);
  const endsWithin = (bytes: number) => limit.within(() => reader.endsWithin(bytes));
  try {
    const mayBeRead = !(length > most);
    if (mayBeRead && (await endsWithin(SMALL_ANSWER_BYTES))) {
      return { body: reader.takeBytes(), isCut: false };
    }
    if (mayBeRead && outgoing.isEnough?.(reader.peekBytes())) {
      body.destroy();
      return { body: reader.takeBytes(), isCut: true };
    }
    if (mayBeRead && place !== 'small') {
      const isSaid = !Number.isNaN(length);
      await place.take(room, isSaid ? length : most, limit.signal);
      if (isSaid) reader.makeRoom(length);
      const paced = { clock: networkClock, size: () => reader.size, stop: limit };
      if (await atLeastPace(() => endsWithin(most), paced)) {
        place.shrinkTo(reader.size);
        return { body: reader.takeBytes(), isCut: false };
      }
    }
    throw new RunPodError(outgoing, { kind: 'schema', status, problem: 'too large' });
  } catch (error) {
    body.destroy();
    throw error;
  }
}

/**
 * The beginning of a failure's body. Undefined if it breaks off or takes too long: the status is an
 * answer all the same.
 */
export async function readFailure(
  { body }: Dispatcher.ResponseData,
  limit: TimeLimit,
): Promise<Buffer | undefined> {
  const reader = new BodyReader(body);
  try {
    await limit.within(() => reader.endsWithin(FAILURE_BYTES));
    return reader.takeBytes();
  } catch {
    return undefined;
  }
}

/**
 * A caller's place among the large answers. The client takes it as soon as an answer turns out to be
 * large, before reading it; the caller gives it back once nothing of that answer is left in memory.
 * That way the room bounds the memory, however many jobs finish at the same time.
 */
export class Place {
  #share: Share | undefined;

  /** Waits for this many bytes. Rejects with the signal's reason on an abort. */
  async take(room: Semaphore, bytes: number, signal: AbortSignal): Promise<void> {
    this.release();
    this.#share = await room.take({ weight: bytes, signal });
  }

  /** Gives back what turned out not to be needed. */
  shrinkTo(bytes: number): void {
    this.#share?.shrinkTo(bytes);
  }

  /** Gives back all of it, if there is any. */
  release(): void {
    this.#share?.release();
    this.#share = undefined;
  }
}
