import './required-node.ts';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadWorkflows } from './bot/open-workflows.ts';
import { RunRefusedError, runWorkflow } from './checks/run-workflow.ts';
import { confirmed, failWith, ignoreClosedPipes, UsageError } from './command-line/program.ts';
import {
  type Config,
  ConfigError,
  loadConfigWithoutDiscord,
  loadWorkflowsConfig,
  typedIn,
} from './config/config.ts';
import { systemClock } from './engines/clock.ts';
import type { Recipe } from './recipes/recipe.ts';
import { openScreening, TermListError } from './screening/open-screening.ts';
import { recipeNeeds } from './workers/needs.ts';
import { PUBLIC_NODE_CLASS } from './workers/runpod-public.ts';
import { checkFolders, checkReport, isWorkflowFolder } from './workflows/check-folders.ts';
import {
  type AddCommands,
  generalLine,
  HELP,
  ONE_FILE,
  readCommand,
  type WorkerCommand,
} from './workflows/command-line.ts';
import {
  type Added,
  addWorkflow,
  folderName,
  type NamedFile,
  NotAddedError,
  workflowFiles,
  writeNeeds,
} from './workflows/draft/add-workflow.ts';
import { addedReport } from './workflows/draft/added-report.ts';
import { severalRatingLines, type Unrated } from './workflows/needs/proposed-rating.ts';
import { NoWorkerFilesError, writeWorkerFiles } from './workflows/needs/worker-command.ts';
import { plainLine } from './workflows/problem.ts';
import { bundledLists } from './workflows/needs/workflow-needs.ts';
import { readCoreNodes, type Workflows } from './workflows/read-workflows.ts';

ignoreClosedPipes();

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  failWith(error, [NotAddedError, ConfigError, NoWorkerFilesError, RunRefusedError, TermListError]);
}

async function run(args: readonly string[]): Promise<number> {
  const command = readCommand(args);
  switch (command.kind) {
    case 'help':
      process.stdout.write(HELP);
      return 0;
    case 'check':
      return check(command.folders);
    case 'add':
      return add(command);
    case 'worker':
      return writeFiles(command);
    case 'try':
      return tryOut(command.folder, command.options);
    case 'run':
      return makeOne(command.folder, command.options);
  }
}

/** Loads all workflows of a folder, beside the built-in commands. */
function read(folder: string): Workflows {
  return loadWorkflows({ workflows: { folder, featured: undefined, publicEndpoints: false } });
}

function check(folders: readonly string[]): number {
  const workflows = loadWorkflowsConfig();
  const found = folders.length === 0 ? loadWorkflows({ workflows }) : checkFolders(folders, read);
  const lines = checkReport(found);
  const wrong = found.broken.flatMap(({ problems }) => problems).length;
  const end =
    wrong > 0
      ? `Problems: ${wrong}.`
      : lines.length > 0
        ? 'All is well.'
        : `No workflow in ${workflows.folder}: npm run workflow -- add FILE makes one.`;
  process.stdout.write(`${[...lines, ...(lines.length > 0 ? [''] : []), end].join('\n')}\n`);
  return wrong > 0 ? 1 : 0;
}

function add({ files: named, ...command }: AddCommands): number {
  const { to = loadWorkflowsConfig().folder } = command;
  const core = readCoreNodes();
  const lists = bundledLists();
  const screening = openScreening();
  const { files, skipped } = workflowFiles(named);
  if (files.length > 1 && (command.name !== undefined || command.app !== undefined)) {
    throw new UsageError(ONE_FILE);
  }
  const addOne = ({ file, name }: NamedFile) => {
    const added = addWorkflow(
      { ...command, file, name: files.length > 1 ? name : command.name },
      { to, core, screening, models: lists.models },
    );
    const found = checkFolders([added.path], read);
    const { lines, need, unrated } = addedReport(added, found, core, lists);
    if (need) writeNeeds(added.path, need);
    return { added, found, lines, unrated };
  };
  const [first] = files;
  if (first && files.length === 1) {
    const { found, lines } = addOne(first);
    process.stdout.write(`${lines.join('\n')}\n`);
    return found.broken.length > 0 ? 1 : 0;
  }
  let wrong = 0;
  const unrated: Unrated[] = [];
  for (const file of files) {
    const { lines, isWell, unrated: one } = outcomeOf(file, addOne);
    if (!isWell) wrong += 1;
    if (one) unrated.push(one);
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  const ratings = severalRatingLines(unrated, (some) => generalLines(some, command));
  const others = skipped > 0 ? ` Passed over: ${skipped} other files and folders.` : '';
  const end = `Files: ${files.length}, with problems: ${wrong}.${others}`;
  process.stdout.write(
    `${['', ...ratings, ...(ratings.length > 0 ? [''] : []), end].join('\n')}\n`,
  );
  return wrong > 0 ? 1 : 0;
}

/** The lines that add these again, rated general: one, and one each for those not named after their file. */
function generalLines(
  workflows: readonly Unrated[],
  command: Omit<AddCommands, 'files'>,
): readonly string[] {
  const isNamedAfter = ({ file, name }: Unrated) => folderName(file) === name;
  const together = workflows.filter(isNamedAfter).map(({ file }) => file);
  const alone = workflows.filter((one) => !isNamedAfter(one));
  return [
    ...(together.length > 0 ? [generalLine(together, command)] : []),
    ...alone.map(({ file, name }) => generalLine([file], { ...command, name })),
  ];
}

/** Adds one of several files. Returns in short what it became, or why not. */
function outcomeOf(
  file: NamedFile,
  addOne: (file: NamedFile) => {
    readonly added: Added;
    readonly found: Workflows;
    readonly unrated: Unrated | undefined;
  },
): {
  readonly lines: readonly string[];
  readonly isWell: boolean;
  readonly unrated?: Unrated | undefined;
} {
  try {
    const { added, found, unrated } = addOne(file);
    const [report = `✓ ${added.name}`, ...more] = checkReport(found);
    const lines = [`${report} (${file.file})`, ...more].map(plainLine);
    return { lines, isWell: found.broken.length === 0, unrated };
  } catch (error) {
    if (!(error instanceof NotAddedError)) throw error;
    const lines = error.message.split('\n').map((line) => plainLine(`✗ ${line}`));
    return { lines, isWell: false };
  }
}

/** Writes Dockerfiles with what workflows need. */
function writeFiles({ folders, to, force }: WorkerCommand): number {
  const all = folders.length > 0 ? folders : [loadWorkflowsConfig().folder];
  const { lines, isWhole } = writeWorkerFiles({ folders: all, to, force }, readCoreNodes());
  process.stdout.write(`${lines.join('\n')}\n`);
  return isWhole ? 0 : 1;
}

/** The playground's program, from the sources and from a build alike. A container has none. */
function playgroundProgram(): string | undefined {
  return ['../packages/stand-ins', '../../packages/stand-ins']
    .map((path) => fileURLToPath(new URL(`${path}/playground/main.ts`, import.meta.url)))
    .find((path) => existsSync(path));
}

/** Opens the playground with the workflow in a folder, or with all in it, until it is interrupted. */
async function tryOut(folder: string, options: readonly string[]): Promise<number> {
  const path = resolve(typedIn(), folder);
  const found = checkFolders([path], read);
  if (found.broken.length > 0) process.stdout.write(`${checkReport(found).join('\n')}\n`);
  if (found.recipes.length === 0) return 1;
  const program = playgroundProgram();
  const loader = resolved('tsx');
  if (program === undefined || loader === undefined) {
    throw new RunRefusedError(
      'The playground is not installed here. In a clone of the project, run npm ci, then try again.',
    );
  }
  for (const line of unknownClasses(found)) process.stdout.write(`${line}\n`);
  const links = mkdtempSync(join(tmpdir(), 'darkroom-try-'));
  try {
    // Links, so that a restart of the bot in the playground reads what was edited meanwhile.
    for (const from of foldersOf(path, found)) {
      symlinkSync(from, join(links, basename(from)), 'junction');
    }
    const args = ['--import', loader, program, '--workflows', links, ...options];
    const playground = spawn(process.execPath, args, { stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      // Ctrl-C reaches the playground by itself, and a second signal does it no harm.
      process.on(signal, () => playground.kill(signal));
    }
    const [code] = (await once(playground, 'close')) as [number | null];
    return code ?? 1;
  } finally {
    rmSync(links, { recursive: true });
  }
}

/** A line for each workflow with node classes that the playground's ComfyUI lacks. */
function unknownClasses({ recipes }: Workflows): readonly string[] {
  const core = readCoreNodes();
  const models = { checkpoint: '', ipAdapterFile: '', clipVisionName: '' };
  return recipes.flatMap((recipe) => {
    const { nodes } = recipeNeeds(recipe, { models, faceWorkflow: 'plus-face' });
    const unknown = nodes.filter((name) => !core.has(name) && name !== PUBLIC_NODE_CLASS);
    if (unknown.length === 0) return [];
    return `· /${recipe.command ?? ''} ends with an error in the playground, which knows only the node classes of ComfyUI and ComfyUI_IPAdapter_plus, not ${unknown.join(', ')}.`;
  });
}

function resolved(name: string): string | undefined {
  try {
    return import.meta.resolve(name);
  } catch {
    return undefined;
  }
}

/** The folders of these workflows, and of those that their steps lead to. */
function foldersOf(path: string, { recipes }: Workflows): readonly string[] {
  const parent = isWorkflowFolder(path) ? dirname(path) : path;
  const all = new Map(read(parent).recipes.map((recipe) => [recipe.command, recipe]));
  const wanted = new Set(recipes.map(({ command = '' }) => command));
  for (const name of wanted) {
    for (const { command } of all.get(name)?.next ?? []) {
      if (all.has(command)) wanted.add(command);
    }
  }
  return [...wanted].map((name) => join(parent, name));
}

/** Makes one picture at the real endpoint. Ctrl-C cancels its job. */
async function makeOne(folder: string, args: readonly string[]): Promise<number> {
  const interrupted = new AbortController();
  const interrupt = () => {
    interrupted.abort(new Error('interrupted'));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  const { signal } = interrupted;
  const config = loadConfigWithoutDiscord();
  const recipe = workflowNamed(folder, config);
  if (recipe === undefined) return 1;
  const state = stateLine();
  try {
    const isWell = await runWorkflow(recipe, args, {
      config,
      screening: openScreening(config.screeningTermsFolder),
      clock: systemClock,
      folder: typedIn(),
      signal,
      ask: process.stdin.isTTY ? (question) => confirmed(question, signal) : undefined,
      print: (line) => {
        state.end();
        process.stdout.write(`${line}\n`);
      },
      showState: (text) => {
        state.show(text);
      },
    });
    return isWell ? 0 : 1;
  } catch (error) {
    state.end();
    if (!signal.aborted || error !== signal.reason) throw error;
    process.stderr.write('Cancelled.\n');
    return 130;
  }
}

/** The workflow in a folder, or the bot's workflow of that name. `undefined` after printing why not. */
function workflowNamed(folder: string, config: Config): Recipe | undefined {
  const own = loadWorkflows(config).recipes.find(({ command }) => command === folder);
  const path = resolve(typedIn(), folder);
  const inFolder = (parent: string) =>
    loadWorkflows({
      ...config,
      workflows: { ...config.workflows, folder: parent, featured: undefined },
    });
  const isNamed = own !== undefined && !isWorkflowFolder(path);
  const found = isNamed ? { recipes: [own], broken: [] } : checkFolders([path], inFolder);
  const [recipe, ...more] = found.recipes;
  if (more.length > 0) {
    const names = found.recipes.map(({ command = '' }) => command);
    throw new UsageError(
      `${folder} holds several workflows: name one, such as ${names.join(', ')}.`,
    );
  }
  if (recipe === undefined) process.stderr.write(`${checkReport(found).join('\n')}\n`);
  return recipe;
}

/** Shows the state of a job in one line that changes, or a line each where there is no terminal. */
function stateLine() {
  let isOpen = false;
  return {
    show(text: string): void {
      isOpen = process.stderr.isTTY;
      process.stderr.write(isOpen ? `\r\u001b[K${text}` : `${text}\n`);
    },
    /** Clears the line, before other output. */
    end(): void {
      if (isOpen) process.stderr.write('\r\u001b[K');
      isOpen = false;
    },
  };
}
