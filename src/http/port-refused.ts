/** Reasons by system error code, for errors an operator can fix. */
const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program has it',
  EACCES: 'this user may not',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'this machine has no such address',
};

/** The bot cannot listen on the configured address. The message is one line that names the variables. */
export class PortRefused extends Error {
  override readonly name = 'PortRefused';

  /** `of`: the prefix of the port's variables. */
  constructor(
    of: 'HTTP' | 'METRICS',
    { host, port }: { readonly host: string; readonly port: number },
    cause: unknown,
  ) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no reason given';
    const why = REASONS[code] === undefined ? code : `${REASONS[code]} (${code})`;
    super(`Port ${port} of ${host} cannot be listened on: ${why}. See ${of}_PORT and ${of}_HOST.`, {
      cause,
    });
  }
}
