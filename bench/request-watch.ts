import type { Loopback, SeenRequest } from '../packages/stand-ins/loopback.ts';

/** The path of a question about a job at RunPod. */
export const STATUS = /\/status\//;

/** Writes down when requests of one kind come, and how many wait for their answers, until stopped. */
export class RequestWatch {
  /** When each came, in milliseconds since the epoch. */
  readonly times: number[] = [];
  readonly stop: () => void;
  readonly #waiting = new Set<SeenRequest>();
  #mostAtOnce = 0;

  constructor(server: Loopback, path: RegExp) {
    this.stop = server.onRequest((request) => {
      if (!path.test(request.path)) return;
      // Told of again once it is answered.
      if (request.status !== undefined) {
        this.#waiting.delete(request);
        return;
      }
      this.times.push(request.at);
      this.#waiting.add(request);
      this.#mostAtOnce = Math.max(this.#mostAtOnce, this.#waiting.size);
    });
  }

  /** The most that waited for an answer at one time. One that was broken off waits for ever. */
  get mostAtOnce(): number {
    return this.#mostAtOnce;
  }
}

/** The most of these moments that lie within so many milliseconds of each other; they are in order. */
export function mostWithin(times: readonly number[], spanMs: number): number {
  let [first, most] = [0, 0];
  for (const [index, time] of times.entries()) {
    while (time - (times[first] ?? time) >= spanMs) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}
