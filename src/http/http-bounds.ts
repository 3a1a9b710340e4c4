/** What anybody who reaches a port may take of it. Times are milliseconds. */
export interface HttpBounds {
  /** All headers of a request, in bytes. */
  readonly headerBytes: number;
  /** From the connection, or the answer before, to the last header. */
  readonly headersMs: number;
  /** From there to the last byte of the body. */
  readonly requestMs: number;
  /** How long a connection is kept for another request. */
  readonly keepAliveMs: number;
  /** How long a connection may be without a byte either way. */
  readonly silenceMs: number;
  /** How often connections are looked at for the times above. */
  readonly lookEveryMs: number;
  readonly connections: number;
  readonly requestsPerConnection: number;
}

/**
 * - Headers: RunPod, Prometheus and proxies send well under 2 KB. Node's own bound is 16 KiB.
 * - Times: headers come in one packet, and a proxy in front sends them at once. A webhook's body may be 16 MB, which takes a
 *   minute at 270 KB/s; RunPod waits for the answer, and asks again where there is none.
 * - Keep-alive: longer than Prometheus' usual 15 s would keep a connection for every scraper; a new one on this
 *   machine costs nothing.
 * - Silence: whoever reads no answer lets go within it. Longer than a request may take.
 * - Connections: RunPod's webhooks are as many as jobs that end at one moment. At about 20 KB each, 512 of them are 10 MB, and
 *   33 MB more where each has sent as much as Node reads at once, which waits for its turn.
 */
export const HTTP_BOUNDS: HttpBounds = {
  headerBytes: 8 * 1024,
  headersMs: 10_000,
  requestMs: 60_000,
  keepAliveMs: 5_000,
  silenceMs: 75_000,
  lookEveryMs: 2_000,
  connections: 512,
  requestsPerConnection: 1_000,
};
