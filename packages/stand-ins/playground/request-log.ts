import type { Clock } from '../../../src/engines/clock.ts';
import type { Loopback, SeenRequest } from '../loopback.ts';
import { KEPT_REQUESTS, type RequestView } from './wire.ts';

/** What a path can be understood without in full: tokens, and Discord's ids. */
const TOKEN = /[\w.~%-]{40,}/g;
const SNOWFLAKE = /\d{13}(\d{4,6})/g;

/** What the bot asks of Discord and RunPod, and what Discord tells it, in order. */
export class RequestLog {
  readonly #clock: Clock;
  readonly #tell: (request: RequestView) => void;
  readonly #kept: RequestView[] = [];
  #next = 1;

  constructor(clock: Clock, tell: (request: RequestView) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** The latest, oldest first. */
  get latest(): readonly RequestView[] {
    return this.#kept;
  }

  /** Listens to a server that the bot uses. What a browser asks of it is left out. */
  follow(to: RequestView['to'], server: Loopback): void {
    const known = new WeakMap<SeenRequest, RequestView>();
    server.onRequest((seen) => {
      if (seen.headers.has('sec-fetch-mode')) return;
      const { status, method, at } = seen;
      const before = known.get(seen);
      const request: RequestView = {
        ...(before ?? { id: this.#next++, at, to, method, path: shortened(seen.path) }),
        ...(status !== undefined && { status, ms: this.#clock.now() - at }),
      };
      known.set(seen, request);
      this.#keep(request);
      // Nobody looks that far back, and a playground may run for days.
      server.requests.length = 0;
    });
  }

  /** Notes what happens without a request. */
  note(to: 'gateway' | 'clock', what: string, about: string): void {
    const at = this.#clock.now();
    this.#keep({ id: this.#next++, at, to, method: what, path: about });
  }

  #keep(request: RequestView): void {
    const index = this.#kept.findLastIndex(({ id }) => id === request.id);
    if (index !== -1) this.#kept[index] = request;
    else if (request.id > (this.#kept.at(-1)?.id ?? 0)) this.#kept.push(request);
    // The answer to one that is no longer kept.
    else return;
    if (this.#kept.length > KEPT_REQUESTS) this.#kept.shift();
    this.#tell(request);
  }
}

function shortened(path: string): string {
  return path
    .replace(TOKEN, (token) => `${token.slice(0, 6)}…`)
    .replace(SNOWFLAKE, (_, end: string) => `…${end}`);
}
