import type { FaultAnswer, Loopback } from '../../packages/stand-ins/loopback.ts';

/** What a service does instead of answering as usual. */
export interface Fault {
  /**
   * A status; `reset` breaks the connection, `hang` never answers, `endless` and `cut` are bodies that
   * do not end or break off; `garbage` is a 200 with no JSON.
   */
  readonly what: number | 'reset' | 'hang' | 'endless' | 'cut' | 'garbage';
  /** Such as `POST /run`: a method, if it matters, and what the path has in it. */
  readonly to: string;
  /** How many requests. Default: one. */
  readonly times?: number;
  /** Whether the request takes effect all the same. Default: no. */
  readonly after?: boolean;
  /** Discord's code for the error. */
  readonly code?: number;
  /** After how many seconds to try again. */
  readonly retryAfter?: number;
}

/** Scripts it, and says so in words. */
export function scriptFault(server: Loopback, who: string, fault: Fault): string {
  const { what, to, times = 1, after = false, code } = fault;
  const [, method, path = ''] = /^(?:([A-Z]+) )?(.*)$/.exec(to) ?? [];
  server.fault({
    path: new RegExp(path, 'u'),
    times,
    when: after ? 'after' : 'before',
    answer: answerOf(fault),
    ...(method !== undefined && { method }),
  });
  const often = times === 1 ? '' : times === Infinity ? ' always' : ` ${times} times`;
  const error = code === undefined ? '' : ` (${code})`;
  return `${who} answers ${to} with ${what}${error}${often}${after ? ', after it took effect' : ''}`;
}

function answerOf({ what, code, retryAfter }: Fault): FaultAnswer {
  if (what === 'garbage') return { status: 200, body: '<html>not what you asked for</html>' };
  if (typeof what === 'string') return what;
  const wait = retryAfter === undefined ? {} : { retry_after: retryAfter, global: false };
  return {
    status: what,
    headers: {
      'content-type': 'application/json',
      ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    },
    body: JSON.stringify({ message: 'scripted', code: code ?? 0, ...wait }),
  };
}
