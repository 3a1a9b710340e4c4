import { parseArgs } from 'node:util';

export const HELP = `npm run workflow -- check [FOLDER…]    says everything that is wrong with workflows, each in a line

  FOLDER         a workflow's folder, or one that holds several; else all of WORKFLOWS_DIR

  --help         this text

Exit code: 0 all is well, 1 something has to be put right, 2 this command was not understood.
`;

/** Thrown for a command line that makes no sense; its message is one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What `npm run workflow` is to do. */
export type WorkflowCommand =
  { readonly kind: 'help' } | { readonly kind: 'check'; readonly folders: readonly string[] };

/** Reads the arguments after the script's name. Throws {@link UsageError}. */
export function readCommand(args: readonly string[]): WorkflowCommand {
  const { values, positionals } = parse(args);
  const [command, ...rest] = positionals;
  if (values.help === true || (command === undefined && args.length === 0)) return { kind: 'help' };
  switch (command) {
    case 'check':
      return { kind: 'check', folders: rest };
    case undefined:
    default:
      throw notUnderstood();
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' } },
    });
  } catch (cause) {
    throw notUnderstood(cause);
  }
}

function notUnderstood(cause?: unknown): UsageError {
  return new UsageError('That is not understood: see npm run workflow -- --help.', { cause });
}
