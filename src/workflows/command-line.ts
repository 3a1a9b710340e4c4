import { parseArgs } from 'node:util';
import { parseArguments, unknownArguments, UsageError } from '../command-line/program.ts';
import { pictureOptions, snakeCase, type ValueOption, valueOptions } from '../recipes/option.ts';
import type { Recipe } from '../recipes/recipe.ts';

export const HELP = `npm run workflow -- check [FOLDER…]   lists every problem with workflows, one per line
npm run workflow -- add FILE…         makes a workflow of each file: one that ComfyUI saved or exported, a request with one,
                                      a picture or video made with one, or a folder of these
npm run workflow -- worker [FOLDER…]  writes Dockerfiles with the models and extensions that workflows need
npm run workflow -- try FOLDER        opens the playground with a workflow: nothing leaves this machine
npm run workflow -- run FOLDER --prompt "…" [--steps 20 --image FILE …]
                                      makes one picture at your endpoint, after asking

  FOLDER               a workflow's folder, or one that holds several; with check and worker, default WORKFLOWS_DIR
  --name NAME          the command's name, for a single file; default: the file's name
  --general            you vouch that its models suit a general audience; default: adult
  --app FILE           the same workflow as saved with its App Mode: members can set what that shows
  --object-info FILE   your ComfyUI's answer to GET /object_info, for third-party node classes
  --to FOLDER          the new folder's parent, default WORKFLOWS_DIR; with worker, the output folder, default worker-files
  --force              overwrites what is there; a workflow's manifest is kept as manifest.before.json
  --open, --port N     with try: opens your browser; serves the page on that port
  --yes                with run: makes the picture without asking
  --consent            with run: you may use the pictures, and everyone in them agreed
  --help               this text

Exit code: 0 success, 1 problems found, 2 wrong arguments.
`;

/** The files to make workflows of, and the options for each. */
export interface AddCommands extends Omit<AddCommand, 'file'> {
  /** Files, and folders of files. */
  readonly files: readonly [string, ...string[]];
}

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
  /** `options`: for the playground. */
  | { readonly kind: 'try'; readonly folder: string; readonly options: readonly string[] }
  /** `options`: not parsed yet, since only the workflow says which there are. */
  | { readonly kind: 'run'; readonly folder: string; readonly options: readonly string[] }
  | AddCommands
  | WorkerCommand;

/** Parses the arguments after the script's name. Throws {@link UsageError}. */
export function readCommand(args: readonly string[]): WorkflowCommand {
  if (args[0] === 'run' && !args.includes('--help')) return readRun(args.slice(1));
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
      open: { type: 'boolean' },
      port: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const [command, ...rest] = positionals;
  const { help = false, open = false, port, ...others } = values;
  if (help || args.length === 0) return { kind: 'help' };
  const [file, ...more] = rest;
  const options = [...(open ? ['--open'] : []), ...(port === undefined ? [] : ['--port', port])];
  if (command === 'try' && Object.keys(others).length === 0) {
    if (file === undefined || more.length > 0) throw new UsageError(ONE_FOLDER);
    return { kind: 'try', folder: file, options };
  }
  if (options.length > 0) throw unknownArguments('workflow');
  if (command === 'check' && Object.keys(others).length === 0) {
    return { kind: 'check', folders: rest };
  }
  if (command === 'worker') return readWorker(rest, others);
  if (command !== 'add') throw unknownArguments('workflow');
  if (file === undefined) throw new UsageError('Name a file: npm run workflow -- add FILE.');
  if (more.length > 0 && (others.name !== undefined || others.app !== undefined)) {
    throw new UsageError(ONE_FILE);
  }
  return {
    kind: 'add',
    files: [file, ...more],
    name: others.name,
    isGeneral: others.general ?? false,
    app: others.app,
    objectInfo: others['object-info'],
    to: others.to,
    force: others.force ?? false,
  };
}

/** Said of options that several files cannot share. */
export const ONE_FILE = '--name and --app are for one file: add the others without them.';

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

/** The line to type for adding the same files again, rated general. */
export function generalLine(
  files: readonly string[],
  { name, app, objectInfo, to }: Pick<AddCommand, 'name' | 'app' | 'objectInfo' | 'to'>,
): string {
  const options = Object.entries({ name, app, 'object-info': objectInfo, to }).flatMap(
    ([option, value]) => (value === undefined ? [] : [`--${option}`, shellWord(value)]),
  );
  const words = ['add', ...files.map(shellWord), ...options, '--general', '--force'];
  return `npm run workflow -- ${words.join(' ')}`;
}

/** A word as a POSIX shell takes it. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

const ONE_FOLDER = 'Name one workflow: npm run workflow -- try FOLDER.';

/** The folder comes first: what follows depends on the workflow in it. */
function readRun([folder, ...options]: readonly string[]): WorkflowCommand {
  if (folder === undefined || folder.startsWith('-')) {
    throw new UsageError('Name the workflow first: npm run workflow -- run FOLDER --prompt "…".');
  }
  return { kind: 'run', folder, options };
}

/** The request of `npm run workflow -- run`, as typed. */
export interface RunArguments {
  /** Values by Discord name, converted as far as possible. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Paths of pictures by internal option name. */
  readonly files: ReadonlyMap<string, string>;
  /** Whether to ask nothing before the picture is made. */
  readonly isAgreed: boolean;
  /** Whether the operator vouches for the consent of everyone in the pictures. */
  readonly consented: boolean;
}

/** The options of `run` itself. */
const OWN_OPTIONS = { yes: { type: 'boolean' }, consent: { type: 'boolean' } } as const;

/**
 * Reads the options of a workflow's command from a command line: `--steps 20 --image me.png`.
 *
 * @throws UsageError for one that the command does not have, or without a value.
 */
export function readRunArguments(recipe: Recipe, args: readonly string[]): RunArguments {
  const names = Object.keys(recipe.options).map(snakeCase);
  const options = {
    ...Object.fromEntries(names.map((name) => [name, { type: 'string' } as const])),
    ...OWN_OPTIONS,
  };
  const typed = parsed({ args: withJoinedNumbers(args), options }, names, recipe);
  const given = (name: string) => (typeof typed[name] === 'string' ? typed[name] : undefined);
  const values = valueOptions(recipe.options).flatMap(([internal, option]) => {
    const name = snakeCase(internal);
    const text = given(name);
    return text === undefined ? [] : [[name, valueOf(option, text)] as const];
  });
  const files = pictureOptions(recipe.options).flatMap(([internal]) => {
    const path = given(snakeCase(internal));
    return path === undefined ? [] : [[internal, path] as const];
  });
  return {
    values: Object.fromEntries(values),
    files: new Map(files),
    isAgreed: typed.yes === true,
    consented: typed.consent === true,
  };
}

function parsed(
  config: Parameters<typeof parseArgs>[0],
  names: readonly string[],
  { command = '' }: Recipe,
): Readonly<Record<string, unknown>> {
  try {
    return parseArgs(config).values;
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    // Node explains at length how to quote; the first sentence says what is wrong.
    const [what = ''] = cause.message.split(/\.?\s*(?:\. |\n|$)/);
    const all = [...names, ...Object.keys(OWN_OPTIONS)].map((name) => `--${name}`).join(', ');
    throw new UsageError(`${what}. /${command} takes ${all}.`, { cause });
  }
}

/** `--seed -1` as `--seed=-1`: node:util takes a value with a hyphen for another option. */
function withJoinedNumbers(args: readonly string[]): string[] {
  return args.flatMap((arg, at) => {
    const isNegative = (text = '') => /^-\d/.test(text);
    const isName = (text = '') => /^--[^=]+$/.test(text);
    if (isNegative(arg) && isName(args[at - 1])) return [];
    const following = args[at + 1];
    return isName(arg) && isNegative(following) ? [`${arg}=${following ?? ''}`] : [arg];
  });
}

const YES_OR_NO: ReadonlyMap<string, boolean> = new Map([
  ['yes', true],
  ['true', true],
  ['on', true],
  ['no', false],
  ['false', false],
  ['off', false],
]);

/** Text as an option's value. What does not fit stays text, which the recipe refuses in words. */
function valueOf(option: ValueOption, text: string): unknown {
  switch (option.kind) {
    case 'text':
      return text;
    case 'whole':
    case 'number':
      return text.trim() === '' ? text : Number(text);
    case 'boolean':
      return YES_OR_NO.get(text.toLowerCase()) ?? text;
    case 'choice': {
      const { names, label = String } = option;
      const isMeant = (name: string) =>
        [name, label(name)].some((one) => one.toLowerCase() === text.toLowerCase());
      return names.includes(text) ? text : (names.find(isMeant) ?? text);
    }
  }
}
