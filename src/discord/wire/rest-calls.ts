import { RESTEvents, type RequestData, type RequestMethod, type RouteLike } from 'discord.js';
import type { Clock } from '../../clock.ts';
import { CallBreaker } from './call-breaker.ts';
import type { Caller, RestClients } from './rest-clients.ts';

/** One request to Discord's API. */
export interface RestCall extends Pick<RequestData, 'body' | 'passThroughBody' | 'query'> {
  readonly method: RequestMethod;
  readonly fullRoute: RouteLike;
}

export interface RestCallsOptions {
  readonly botToken: string;
  readonly clock: Clock;
  /** Ends every call that is under way, and lets none begin. */
  readonly halt: AbortSignal;
}

/**
 * Calls of Discord's API. Each gives what Discord answered, and throws what discord.js throws,
 * CallsPaused while Discord refuses every call of its kind, or the reason of the halt.
 */
export class RestCalls {
  readonly #clients: RestClients;
  readonly #options: RestCallsOptions;
  readonly #underWay = new Set<AbortController>();
  readonly #breakers: Readonly<Record<Caller, CallBreaker>>;
  /** The signals of calls by token that discord.js has sent again. */
  readonly #resent = new WeakSet<AbortSignal>();

  constructor(clients: RestClients, options: RestCallsOptions) {
    const { clock, halt } = options;
    this.#clients = clients;
    this.#options = options;
    this.#breakers = { bot: new CallBreaker(clock), token: new CallBreaker(clock) };
    clients.token.on(RESTEvents.Response, ({ data: { signal }, retries }) => {
      if (signal && retries > 0) this.#resent.add(signal);
    });
    halt.addEventListener('abort', () => {
      for (const end of this.#underWay) end.abort(halt.reason);
    });
  }

  /** A call as the bot. `withinMs`: it fails where it has no answer by then, whatever it waits for. */
  async asBot(call: RestCall, withinMs?: number): Promise<unknown> {
    return this.#make('bot', call, { withinMs });
  }

  /**
   * A call by the interaction's token that its route names. It carries no bot token. `onResent`: called
   * if the answer is not to the first request, which may have taken effect before.
   */
  async byToken(call: RestCall, onResent?: () => void): Promise<unknown> {
    return this.#make('token', call, { onResent });
  }

  /**
   * One call with a signal of its own: discord.js never takes its listener off a signal again
   * (`makeNetworkRequest` of @discordjs/rest 2), so that one for all calls would hold them all.
   * While it waits for a rate limit discord.js does not listen at all, so the call is ended here.
   */
  async #make(
    as: Caller,
    call: RestCall,
    { withinMs, onResent }: { withinMs?: number | undefined; onResent?: (() => void) | undefined },
  ): Promise<unknown> {
    const { botToken, clock, halt } = this.#options;
    halt.throwIfAborted();
    const end = new AbortController();
    const over = withinMs === undefined ? undefined : new AbortController();
    this.#underWay.add(end);
    if (over) {
      clock.sleep(withinMs ?? 0, over.signal).then(
        () => {
          end.abort(new Error(`Discord gave no answer within ${withinMs} ms`));
        },
        () => undefined,
      );
    }
    try {
      return await this.#breakers[as].run(() => {
        const { [as]: rest } = this.#clients;
        // discord.js drops its token at a 401 to a call as the bot.
        if (as === 'bot') rest.setToken(botToken);
        const { signal } = end;
        const answer = rest.request({ ...call, auth: as === 'bot', signal });
        return Promise.race([answer, aborted(signal)]);
      });
    } finally {
      this.#underWay.delete(end);
      if (this.#resent.has(end.signal)) onResent?.();
      over?.abort();
    }
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    });
  });
}
