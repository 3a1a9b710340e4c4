import { parseArgs, type ParseArgsConfig } from 'node:util';

/** Thrown for a command line that cannot be followed; its message is one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The options after a script's name, by `node:util`'s rules. Throws {@link UsageError}. */
export function readCommandLine<T extends NonNullable<ParseArgsConfig['options']>>(
  script: string,
  args: readonly string[],
  options: T,
) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // Node explains at length how to quote; the first sentence says what is wrong.
    const [what = ''] = error.message.split(/\.?\s*(?:\. |\n|$)/);
    throw new UsageError(`${what}: see npm run ${script} -- --help.`, { cause: error });
  }
}
