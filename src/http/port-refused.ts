/** Reasons by system error code, for errors an operator can fix. */
const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program uses it',
  EACCES: 'this user lacks permission',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'this machine has no such address',
};

/** The bot cannot listen on the configured address. The message is one line that names the variables. */
export class PortRefused extends Error {
  override readonly name = 'PortRefused';
  /** Whether another program uses the port. */
  readonly isTaken: boolean;

  /** `of`: the prefix of the port's variables. */
  constructor(
    of: 'HTTP' | 'METRICS',
    { host, port }: { readonly host: string; readonly port: number },
    cause: unknown,
  ) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no reason given';
    const why = REASONS[code] === undefined ? code : `${REASONS[code]} (${code})`;
    super(`Cannot listen on port ${port} of ${host}: ${why}. See ${of}_PORT and ${of}_HOST.`, {
      cause,
    });
    this.isTaken = code === 'EADDRINUSE';
  }
}
