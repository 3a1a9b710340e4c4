import { Dispatcher } from 'undici';
import type { Life, Timeline } from './env.ts';

export interface Request {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
}

export interface Response {
  readonly status: number;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How a request ends: an answer, a broken connection, or nothing ever. After `ms`. */
export interface Outcome {
  readonly ms: number;
  readonly response: Response | 'broken' | 'never';
}

/** A connection that breaks, as Node reports it. */
export function brokenOff(): Error {
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
}

/** Carries one life's requests to the models, in virtual time and without sockets. */
export class Network extends Dispatcher {
  readonly #timeline: Timeline;
  readonly #life: Life;
  readonly #answer: (request: Request) => Outcome;

  constructor(timeline: Timeline, life: Life, answer: (request: Request) => Outcome) {
    super();
    this.#timeline = timeline;
    this.#life = life;
    this.#answer = answer;
  }

  override dispatch(
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
  ): boolean {
    this.#timeline.activity += 1;
    void this.#carry(options, new Exchange(handler));
    return true;
  }

  override destroy(): Promise<void> {
    return Promise.resolve();
  }

  async #carry(options: Dispatcher.DispatchOptions, exchange: Exchange): Promise<void> {
    exchange.start();
    let body: string;
    try {
      body = await textOf(options.body);
    } catch (error) {
      exchange.fail(error as Error);
      return;
    }
    if (this.#life.isOver || exchange.aborted) return;
    const url = new URL(options.path, String(options.origin));
    const { ms, response } = this.#answer({ method: options.method, url, body });
    if (response === 'never') return;
    this.#timeline.after(
      ms,
      () => {
        if (response === 'broken') exchange.fail(brokenOff());
        else exchange.finish(response);
      },
      this.#life,
    );
  }
}

async function textOf(body: unknown): Promise<string> {
  if (body === null || body === undefined) return '';
  if (typeof body === 'string') return body;
  let text = '';
  for await (const piece of body as AsyncIterable<string | Buffer>) text += piece.toString();
  return text;
}

/** One request, as undici's handler of it sees it. */
class Exchange implements Dispatcher.DispatchController {
  aborted = false;
  paused = false;
  reason: Error | null = null;
  readonly #handler: Dispatcher.DispatchHandler;

  constructor(handler: Dispatcher.DispatchHandler) {
    this.#handler = handler;
  }

  start(): void {
    this.#handler.onRequestStart?.(this, {});
  }

  finish({ status, body, headers = {} }: Response): void {
    if (this.aborted) return;
    const bytes = Buffer.from(body);
    const length = { 'content-length': String(bytes.length) };
    this.#handler.onResponseStart?.(this, status, { ...headers, ...length });
    if (bytes.length > 0) this.#handler.onResponseData?.(this, bytes);
    this.#handler.onResponseEnd?.(this, {});
  }

  fail(error: Error): void {
    if (this.aborted) return;
    this.aborted = true;
    this.#handler.onResponseError?.(this, error);
  }

  abort(reason: Error): void {
    if (this.aborted) return;
    this.reason = reason;
    this.fail(reason);
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
  }
}
