import { verdictOf } from './key-access.ts';

/** Why an answer may be refused before it is parsed. */
export type JsonFault = 'not JSON' | 'too deep' | 'too large';

/** The longest `Retry-After` that is respected. */
const LONGEST_PAUSE_MS = 60_000;

/** The request that failed. `url` never holds a secret: the key travels in a header. */
export interface FailedRequest {
  readonly method: string;
  readonly url: URL;
}

/**
 * What went wrong: RunPod answered with a failure, or with a success whose body is useless, there was no
 * complete answer, or nothing was asked.
 */
export type RunPodFailure =
  | {
      readonly kind: 'http';
      readonly status: number;
      readonly retryAfterMs?: number | undefined;
      /** Known if the body was looked at. */
      readonly answeredBy?: AnsweredBy | undefined;
      /** Set if the key was accepted right afterwards, or cannot be meant: a 403 is about the request then. */
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
      /** Its body was certainly not sent whole. */
      readonly isUnsent?: boolean;
    }
  /** It is larger than RunPod takes, and was not sent. */
  | { readonly kind: 'too_large'; readonly bytes: number };

/**
 * A call to RunPod that failed. The message is for operators: method, URL and status, never the
 * key or a body.
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

  /** The same refusal, once it is known that the key is not what is refused. */
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

  /** How long RunPod asked to be left alone, if it did. */
  get retryAfterMs(): number | undefined {
    return this.#failure.kind === 'http' ? this.#failure.retryAfterMs : undefined;
  }

  /** The same, as far as a pause respects it: a minute at most. */
  get pauseMs(): number {
    return Math.min(this.retryAfterMs ?? 0, LONGEST_PAUSE_MS);
  }

  /** `no`: sending the request again cannot do the same thing twice. */
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
        // Node tries every address of a name, and throws an AggregateError if it reached none.
        const reachedNone = cause instanceof AggregateError;
        return arrivalByBreak(read(cause, 'code'), read(cause, 'syscall'), reachedNone);
      }
      case 'too_large':
        return 'no';
    }
  }

  /** The same call may well succeed later. An answer that is too large will be so again. */
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
   * The answer was larger than this side reads, and would be so again. One that nests too deep is
   * garbage, like what is not JSON, since neither RunPod nor a worker sends such a thing.
   */
  get isTooMuch(): boolean {
    return this.#failure.kind === 'schema' && this.#failure.problem === 'too large';
  }

  /** The key is wrong (401), or has no access to this endpoint (403). */
  get isKeyRefused(): boolean {
    const failure = this.#failure;
    return failure.kind === 'http' && verdictOf(failure.status) === 'refused' && !failure.keyTaken;
  }

  /** RunPod does not know the job, or the endpoint. */
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

/** A text that Node or undici put on an error, if there is one. */
function read(error: unknown, key: 'code' | 'syscall'): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const value: unknown = Object.getOwnPropertyDescriptor(error, key)?.value;
  return typeof value === 'string' ? value : undefined;
}

/** Whether a request may have taken effect on RunPod although it failed here. */
type Arrival = 'no' | 'maybe';

/** Who wrote a failure's body: RunPod itself, or something in front of it. */
type AnsweredBy = 'runpod' | 'gateway';

/**
 * What a gateway answers if it handed the request to nobody: no server behind it took the connection,
 * or there was none. 502 and 503 are used by all, 521 to 530 by Cloudflare. Not among them: 504, 520
 * and 524, which mean that the request was handed over and not answered.
 */
const NOT_HANDED_OVER: ReadonlySet<number> = new Set([502, 503, 521, 522, 523, 525, 526, 530]);

/**
 * What an HTTP failure says. RunPod itself may fail in the middle of its work, and says so in JSON;
 * a gateway does not. If `answeredBy` is undefined, nobody knows, which counts as RunPod.
 */
export function arrivalByStatus(status: number, answeredBy: AnsweredBy | undefined): Arrival {
  if (status < 500) return 'no';
  return answeredBy === 'gateway' && NOT_HANDED_OVER.has(status) ? 'no' : 'maybe';
}

/** Error codes, besides those of system calls, that come before a request's first byte is sent. */
const BEFORE_SENDING =
  /^(UND_ERR_CONNECT_TIMEOUT|UND_ERR_INVALID_ARG|UNABLE_TO_.*|ERR_TLS_.*|CERT_.*|.*_CERT.*)$/;

/** What a broken connection says, going by the code and the system call that Node or undici name. */
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

/** How Cloudflare's errors in JSON say whose they are; whoever accepts JSON may get them. */
const CLOUDFLARES = /"cloudflare_error"\s*:\s*true/;

/**
 * Who wrote a failure's body, judging by its beginning, which need not be whole: whatever starts like
 * JSON counts as RunPod's, so that a doubt remains a doubt.
 */
export function answeredBy(beginning: Buffer): AnsweredBy {
  const text = beginning.toString('utf8');
  return /^\s*[[{"]/.test(text) && !CLOUDFLARES.test(text) ? 'runpod' : 'gateway';
}
