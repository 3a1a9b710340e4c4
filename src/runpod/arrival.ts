/** Whether a request may have taken effect on RunPod although it failed here. */
export type Arrival = 'no' | 'maybe';

/** Who wrote a failure's body: RunPod itself, or something in front of it. */
export type AnsweredBy = 'runpod' | 'gateway';

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
