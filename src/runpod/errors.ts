import { keyVerdict } from './key-access.ts';

/** Why an answer is rejected before it is parsed. */
export type JsonFault = 'not JSON' | 'too deep' | 'too large';

/** The longest `Retry-After` that is honoured. */
const LONGEST_PAUSE_MS = 60_000;

/** The failed request. `url` never holds a secret: the key is sent in a header. */
export interface FailedRequest {
  readonly method: string;
  readonly url: URL;
}

/**
 * What went wrong: an HTTP failure, a success with an unusable body, no complete answer, or a
 * request that was not sent.
 */
export type RunPodFailure =
  | {
      readonly kind: 'http';
      readonly status: number;
      readonly retryAfterMs?: number | undefined;
      /** Known if the body was inspected. */
      readonly answeredBy?: AnsweredBy | undefined;
      /**
       * Set if the key was accepted right afterwards, or cannot be the reason: the 403 then
       * concerns the request.
       */
      readonly keyTaken?: true;
    }
  | {
      readonly kind: 'schema';
      readonly status: number;
      readonly problem: JsonFault | 'not of the expected shape';
      readonly cause?: unknown;
    }
  | {
      readonly kind: 'transport';
      readonly cause: unknown;
      /** The body was certainly not sent completely. */
      readonly isUnsent?: boolean;
    }
  /** Larger than RunPod accepts, so not sent. */
  | { readonly kind: 'too_large'; readonly bytes: number };

/**
 * A failed call to RunPod. The message is for operators: method, URL and status, never the key or a
 * body.
 */
export class RunPodError extends Error {
  override readonly name = 'RunPodError';
  readonly method: string;
  readonly path: string;
  readonly #request: FailedRequest;
  readonly #failure: RunPodFailure;

  constructor(request: FailedRequest, failure: RunPodFailure) {
    const { method, url } = request;
    super(
      `${method} ${url.origin}${url.pathname} ${describe(failure)}`,
      'cause' in failure ? { cause: failure.cause } : undefined,
    );
    this.method = method;
    this.path = url.pathname;
    this.#request = request;
    this.#failure = failure;
  }

  /** The same refusal, once it is known that the key is not the reason. */
  aboutTheRequest(): RunPodError {
    const failure = this.#failure;
    if (failure.kind !== 'http') return this;
    return new RunPodError(this.#request, { ...failure, keyTaken: true });
  }

  get kind(): RunPodFailure['kind'] {
    return this.#failure.kind;
  }

  /** The HTTP status, if there was a complete answer. */
  get status(): number | undefined {
    return 'status' in this.#failure ? this.#failure.status : undefined;
  }

  /** The pause that RunPod asked for, if any. */
  get retryAfterMs(): number | undefined {
    return this.#failure.kind === 'http' ? this.#failure.retryAfterMs : undefined;
  }

  /** The same, capped at a minute. */
  get pauseMs(): number {
    return Math.min(this.retryAfterMs ?? 0, LONGEST_PAUSE_MS);
  }

  /** `no`: the request can be sent again without a duplicate. */
  get arrived(): Arrival {
    const failure = this.#failure;
    switch (failure.kind) {
      case 'http':
        return arrivalByStatus(failure.status, failure.answeredBy);
      case 'schema':
        return 'maybe';
      case 'transport': {
        const { cause, isUnsent } = failure;
        if (isUnsent) return 'no';
        // Node tries every address of a host, and throws an AggregateError if it reached none.
        const reachedNone = cause instanceof AggregateError;
        return arrivalByBreak(read(cause, 'code'), read(cause, 'syscall'), reachedNone);
      }
      case 'too_large':
        return 'no';
    }
  }

  /** The same call may succeed later. An answer that is too large will be again. */
  get isPassing(): boolean {
    switch (this.#failure.kind) {
      case 'http':
        return this.#failure.status === 429 || this.#failure.status >= 500;
      case 'schema':
        return !this.isTooMuch;
      case 'transport':
        return true;
      case 'too_large':
        return false;
    }
  }

  /**
   * The answer exceeded the size limit and would again. One that is nested too deep counts as
   * garbage, like invalid JSON, since neither RunPod nor a worker sends such a thing.
   */
  get isTooMuch(): boolean {
    return this.#failure.kind === 'schema' && this.#failure.problem === 'too large';
  }

  /** The key is wrong (401), or has no access to this endpoint (403). */
  get isKeyRefused(): boolean {
    const failure = this.#failure;
    return failure.kind === 'http' && keyVerdict(failure.status) === 'refused' && !failure.keyTaken;
  }

  /** RunPod does not know the job or the endpoint. */
  get isNotFound(): boolean {
    return this.#failure.kind === 'http' && this.#failure.status === 404;
  }
}

function describe(failure: RunPodFailure): string {
  switch (failure.kind) {
    case 'http':
      return `answered ${failure.status}`;
    case 'schema':
      return `answered ${failure.status} with a body that is ${failure.problem}`;
    case 'transport':
      return `got no answer: ${reason(failure.cause)}`;
    case 'too_large':
      return `was not sent: it has ${failure.bytes} bytes`;
  }
}

function reason(cause: unknown): string {
  return read(cause, 'code') ?? (cause instanceof Error ? cause.message : 'unknown reason');
}

/** A string that Node or undici put on an error, if any. */
function read(error: unknown, key: 'code' | 'syscall'): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const value: unknown = Object.getOwnPropertyDescriptor(error, key)?.value;
  return typeof value === 'string' ? value : undefined;
}

/** Whether a request may have taken effect on RunPod although it failed here. */
type Arrival = 'no' | 'maybe';

/** Who wrote a failure's body: RunPod itself, or a gateway in front of it. */
type AnsweredBy = 'runpod' | 'gateway';

/**
 * Gateway failures after which the request reached no server: it refused the connection, or there
 * was none. All gateways use 502 and 503, Cloudflare 521 to 530. Not included are 504, 520 and 524:
 * there the request was forwarded and not answered.
 */
const NOT_HANDED_OVER: ReadonlySet<number> = new Set([502, 503, 521, 522, 523, 525, 526, 530]);

/**
 * Whether a request with this failure status arrived. RunPod itself may fail halfway, and says so
 * in JSON; a gateway does not. An undefined `answeredBy` counts as RunPod.
 */
export function arrivalByStatus(status: number, answeredBy: AnsweredBy | undefined): Arrival {
  if (status < 500) return 'no';
  return answeredBy === 'gateway' && NOT_HANDED_OVER.has(status) ? 'no' : 'maybe';
}

/** Error codes, apart from system calls, that occur before the first byte is sent. */
const BEFORE_SENDING =
  /^(UND_ERR_CONNECT_TIMEOUT|UND_ERR_INVALID_ARG|UNABLE_TO_.*|ERR_TLS_.*|CERT_.*|.*_CERT.*)$/;

/** Whether a request arrived despite a broken connection, by the error code and system call. */
export function arrivalByBreak(
  code: string | undefined,
  syscall: string | undefined,
  reachedNoAddress: boolean,
): Arrival {
  const neverConnected =
    reachedNoAddress ||
    syscall === 'connect' ||
    syscall === 'getaddrinfo' ||
    BEFORE_SENDING.test(code ?? '');
  return neverConnected ? 'no' : 'maybe';
}

/** How to recognise Cloudflare's JSON errors, which it sends to clients that accept JSON. */
const CLOUDFLARES = /"cloudflare_error"\s*:\s*true/;

/**
 * Who wrote a failure's body, judging by its beginning, which may be incomplete. Anything that
 * starts like JSON counts as RunPod's, to be on the safe side.
 */
export function answeredBy(beginning: Buffer): AnsweredBy {
  const text = beginning.toString('utf8');
  return /^\s*[[{"]/.test(text) && !CLOUDFLARES.test(text) ? 'runpod' : 'gateway';
}
