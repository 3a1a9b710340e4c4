import { parseArguments, unknownArguments, UsageError } from '../command-line/program.ts';

export const HELP = `npm run workflow -- check [FOLDER…]   says everything that is wrong with workflows, each in a line
npm run workflow -- add FILE.json     makes a workflow's folder of what ComfyUI exports (API)
npm run workflow -- worker [FOLDER…]  writes Dockerfiles with the models and extensions that they need

  FOLDER               a workflow's folder, or one that holds several; else all of WORKFLOWS_DIR
  --name NAME          the command's name; else after the file
  --general            its models are rated general, on your word; else adult
  --app FILE           the same workflow as saved with its App Mode: what that shows is what people may set
  --object-info FILE   what your ComfyUI answers to GET /object_info, where it has node classes of others
  --to FOLDER          where the folder is put; else into WORKFLOWS_DIR. With worker: else worker-files
  --force              where there is such a folder already: writes over it, and keeps its manifest beside
  --help               this text

Exit code: 0 all is well, 1 something has to be put right, 2 this command was not understood.
`;

/** The source of a new workflow's folder. */
export interface AddCommand {
  readonly kind: 'add';
  readonly file: string;
  readonly name: string | undefined;
  readonly isGeneral: boolean;
  readonly app: string | undefined;
  readonly objectInfo: string | undefined;
  /** The parent folder of the workflow's own. */
  readonly to: string | undefined;
  readonly force: boolean;
}

/** The workflows whose needs are written, and where. */
export interface WorkerCommand {
  readonly kind: 'worker';
  /** None: all of WORKFLOWS_DIR. */
  readonly folders: readonly string[];
  readonly to: string;
  readonly force: boolean;
}

/** The task of `npm run workflow`. */
export type WorkflowCommand =
  | { readonly kind: 'help' }
  | { readonly kind: 'check'; readonly folders: readonly string[] }
  | AddCommand
  | WorkerCommand;

/** Parses the arguments after the script's name. Throws {@link UsageError}. */
export function readCommand(args: readonly string[]): WorkflowCommand {
  const { values, positionals } = parseArguments('workflow', {
    args: [...args],
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      general: { type: 'boolean' },
      app: { type: 'string' },
      'object-info': { type: 'string' },
      to: { type: 'string' },
      force: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const [command, ...rest] = positionals;
  const { help = false, ...others } = values;
  if (help || args.length === 0) return { kind: 'help' };
  const [file, ...more] = rest;
  if (command === 'check' && Object.keys(others).length === 0) {
    return { kind: 'check', folders: rest };
  }
  if (command === 'worker') return readWorker(rest, others);
  if (command !== 'add') throw unknownArguments('workflow');
  if (file === undefined || more.length > 0) {
    throw new UsageError('One file is to be added: npm run workflow -- add FILE.json.');
  }
  return {
    kind: 'add',
    file,
    name: others.name,
    isGeneral: others.general ?? false,
    app: others.app,
    objectInfo: others['object-info'],
    to: others.to,
    force: others.force ?? false,
  };
}

/** Where files for workers are put. */
const WORKER_FILES = 'worker-files';

function readWorker(
  folders: readonly string[],
  {
    to = WORKER_FILES,
    force = false,
    ...others
  }: { readonly to?: string; readonly force?: boolean },
): WorkerCommand {
  if (Object.keys(others).length > 0) throw unknownArguments('workflow');
  return { kind: 'worker', folders, to, force };
}

/** The line to type for adding the same workflow again, rated general. */
export function generalLine({ file, name, app, objectInfo, to }: AddCommand): string {
  const options = Object.entries({ name, app, 'object-info': objectInfo, to }).flatMap(
    ([option, value]) => (value === undefined ? [] : [`--${option}`, shellWord(value)]),
  );
  const words = ['add', shellWord(file), ...options, '--general', '--force'];
  return `npm run workflow -- ${words.join(' ')}`;
}

/** A word as a POSIX shell takes it. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
