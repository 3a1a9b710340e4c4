import { existsSync, mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type NodeTable, NoNodeTableError, readNodeTable } from '../../comfy/node-table.ts';
import { isRecord } from '../../engines/record.ts';
import { GRAPH_FILE } from '../api-graph.ts';
import type { AddCommand } from '../command-line.ts';
import { commandProblems, isDiscordName } from '../discord-rules.ts';
import { readJsonFile, reasonOf } from '../json-file.ts';
import type { KnownModels } from '../needs/known-models.ts';
import { NEEDS_FILE, needsJson, type WorkflowNeeds } from '../needs/workflow-needs.ts';
import { type Problem, problemLine, problemLines } from '../problem.ts';
import { MANIFEST_FILE } from '../reading.ts';
import {
  type Mentions,
  mentionsIn,
  readSource,
  type WorkflowSource,
} from '../sources/workflow-source.ts';
import type { Screening } from '../../screening/open-screening.ts';
import { type WorkflowFiles, workflowRecipe } from '../workflow-recipe.ts';
import { withAllowedDefaults, withoutRefusedEntries } from './accepted-manifest.ts';
import { draftWorkflow } from './draft-workflow.ts';
import { cutAtWord } from './role.ts';

/** Keeps an overwritten manifest. */
const BEFORE_FILE = 'manifest.before.json';
/** Ten times ComfyUI's answer with hundreds of extensions. */
const LARGEST_OBJECT_INFO = 256 * 1024 * 1024;

/** Thrown if no folder can be created. The message is one line for the operator. */
export class NotAddedError extends Error {
  override readonly name = 'NotAddedError';
}

/** A written folder. */
export interface Added {
  readonly name: string;
  readonly path: string;
  /** How it was added. */
  readonly command: AddCommand;
  readonly manifest: object;
  readonly graph: unknown;
  /** The node classes used to read it. */
  readonly table: NodeTable;
  /** What its file says of what it needs. */
  readonly mentions: Mentions;
  /** Remarks for the operator, in sentences. */
  readonly notes: readonly string[];
}

interface Surroundings {
  /** The parent folder of the new one. */
  readonly to: string;
  /** The bundled node classes, to which the operator may add others. */
  readonly core: NodeTable;
  /** What would refuse members' words. */
  readonly screening?: Pick<Screening, 'refusalOf'>;
  /** Known base models, after which workflows are described. */
  readonly models?: Pick<KnownModels, 'baseOf'>;
}

/**
 * Creates a workflow's folder from a file.
 *
 * @throws NotAddedError.
 */
export function addWorkflow(
  command: AddCommand,
  { to, core, screening, models }: Surroundings,
): Added {
  const { file, app, objectInfo, isGeneral, force, name = folderName(file) } = command;
  if (!isDiscordName(name)) {
    throw new NotAddedError(
      `Discord refuses the name ${name} for a command: lower case letters, digits, - and _ only, at most 32.`,
    );
  }
  const path = join(to, name);
  if (existsSync(path) && !force) {
    throw new NotAddedError(
      `${path} is there already: --force writes over it, and --name takes another name.`,
    );
  }
  const table = objectInfo === undefined ? core : new Map([...core, ...tableOf(objectInfo)]);
  const source = sourceOf(file, table);
  const json = source.graph;
  const shown = app === undefined ? appIn(source) : jsonOf(app).json;
  const draft = draftWorkflow({
    name,
    file: json,
    isGeneral,
    table,
    ...(shown !== undefined && { app: shown }),
    ...(models && { models }),
  });
  if ('problems' in draft) {
    throw notAdded(draft.problems.map((problem) => ({ ...problem, file })));
  }
  const { changed } = draft;
  const graph = changed ?? json;
  const {
    manifest: accepted,
    notes,
    problems,
  } = withoutRefusedEntries(draft.manifest, (one) =>
    problemsOf({ name, manifest: one, graph }, core),
  );
  if (problems.length > 0) {
    throw notAdded(problems.map((problem) => ({ ...problem, file })));
  }
  const read = screening && readAsIs({ name, manifest: accepted, graph }, core);
  const { manifest, notes: emptied } = read
    ? withAllowedDefaults(accepted, read, screening)
    : { manifest: accepted, notes: [] };
  const kept = write(path, {
    manifest: manifestText(manifest),
    graph: (changed ? undefined : source.bytes) ?? `${JSON.stringify(graph, null, 2)}\n`,
  });
  return {
    name,
    path,
    command,
    manifest,
    graph,
    table,
    mentions: source.editor === undefined ? mentionsIn(shown) : source,
    notes: [
      ...(kept ? [`The manifest that was there is ${BEFORE_FILE} now.`] : []),
      ...source.notes,
      ...(app === undefined && shown !== undefined ? [OWN_APP] : []),
      ...draft.notes,
      ...notes,
      ...emptied,
    ],
  };
}

/** The recipe of these files, as general if its rating alone makes it invalid. */
function readAsIs(files: WorkflowFiles & { readonly manifest: object }, core: NodeTable) {
  const general = { ...files.manifest, rating: 'general' };
  for (const manifest of [files.manifest, general]) {
    const read = workflowRecipe({ ...files, manifest }, core);
    if ('recipe' in read) return read.recipe;
  }
  return undefined;
}

/**
 * The problems of a folder with these files, except its rating, which only the operator knows.
 */
function problemsOf(files: WorkflowFiles, core: NodeTable): readonly Problem[] {
  const read = workflowRecipe(files, core);
  return 'problems' in read
    ? read.problems.filter(({ about }) => about !== 'rating')
    : commandProblems(read.recipe);
}

const OWN_APP = 'The file holds an App Mode, so members can set what that shows.';

function sourceOf(file: string, table: NodeTable): WorkflowSource {
  const read = readSource(file, table);
  if ('problems' in read) throw notAdded(read.problems);
  return read.source;
}

function notAdded(problems: readonly Problem[]): NotAddedError {
  return new NotAddedError(problemLines(problems).join('\n'));
}

/** The editor's file, if it shows something in App Mode. */
function appIn({ editor }: WorkflowSource): unknown {
  const extra = isRecord(editor) && isRecord(editor.extra) ? editor.extra : {};
  const shown = isRecord(extra.linearData) ? extra.linearData.inputs : undefined;
  return Array.isArray(shown) && shown.length > 0 ? editor : undefined;
}

/** Writes both files. Returns whether there was a manifest, which is kept. */
function write(
  path: string,
  { manifest, graph }: { readonly manifest: string; readonly graph: string | Uint8Array },
): boolean {
  try {
    mkdirSync(path, { recursive: true });
    const at = join(path, MANIFEST_FILE);
    const isThere = existsSync(at);
    if (isThere) renameSync(at, join(path, BEFORE_FILE));
    writeFileSync(join(path, GRAPH_FILE), graph);
    writeFileSync(at, manifest);
    return isThere;
  } catch (cause) {
    throw new NotAddedError(`${path} cannot be written: ${reasonOf(cause)}.`, { cause });
  }
}

/** Keeps in a workflow's folder what its worker needs. */
export function writeNeeds(path: string, need: WorkflowNeeds): void {
  try {
    writeFileSync(join(path, NEEDS_FILE), manifestText(needsJson(need)));
  } catch (cause) {
    throw new NotAddedError(`${path} cannot be written: ${reasonOf(cause)}.`, { cause });
  }
}

function jsonOf(file: string, most?: number) {
  const read = readJsonFile('', file, most);
  if ('says' in read) throw new NotAddedError(problemLine(read));
  return read;
}

function tableOf(file: string): NodeTable {
  try {
    return readNodeTable(jsonOf(file, LARGEST_OBJECT_INFO).json);
  } catch (error) {
    if (!(error instanceof NoNodeTableError)) throw error;
    throw new NotAddedError(`${file}: ${error.message}`, { cause: error });
  }
}

/** The files in a folder that may hold a workflow. */
const WORKFLOW_FILE = /\.(json|png|webp|jpe?g|mp4|webm)$/i;

/** More files are not added at once: Discord takes 100 commands, and each file is checked beside the others. */
const MOST_FILES = 300;

/** A file to add, and the name of its command. */
export interface NamedFile {
  readonly file: string;
  readonly name: string;
}

/** The files to add. */
export interface WorkflowFileList {
  /** In order, each with a name of its own. */
  readonly files: readonly NamedFile[];
  /** How many entries of folders are passed over: other files, and folders. */
  readonly skipped: number;
}

/**
 * The files that are named, and those in folders that are named.
 *
 * @throws NotAddedError if a folder holds none, or there are too many.
 */
export function workflowFiles(named: readonly string[]): WorkflowFileList {
  let skipped = 0;
  const files = named.flatMap((path) => {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
    const entries = entriesOf(path);
    const inside = entries
      .filter((entry) => !entry.isDirectory() && WORKFLOW_FILE.test(entry.name))
      .map(({ name }) => join(path, name))
      .sort();
    skipped += entries.length - inside.length;
    if (inside.length > 0) return inside;
    throw new NotAddedError(
      `${path} is a folder without workflows: it needs files that end in .json, .png, .webp, .jpg, .mp4 or .webm. Folders in it are not searched.`,
    );
  });
  if (files.length > MOST_FILES) {
    throw new NotAddedError(
      `These are ${files.length} files, and ${MOST_FILES} can be added at once: name fewer. Discord takes 100 commands.`,
    );
  }
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  const list = files.map((file) => {
    const plain = folderName(file);
    let name = plain;
    let count = counts.get(plain) ?? 0;
    do {
      count += 1;
      const end = `-${count}`;
      if (count > 1) name = `${plain.slice(0, LONGEST - end.length)}${end}`;
    } while (taken.has(name));
    counts.set(plain, count);
    taken.add(name);
    return { file, name };
  });
  return { files: list, skipped };
}

function entriesOf(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (cause) {
    throw new NotAddedError(`${path} cannot be read: ${reasonOf(cause)}.`, { cause });
  }
}

const LONGEST = 32;

/** Suffixes that ComfyUI and browsers add to a workflow's name. */
const ENDINGS =
  /(\.json|\.txt|\.png|\.webp|\.jpe?g|\.mp4|\.mov|\.webm|\.mkv|\.app|[-_ ]?\(\d+\)|[-_ ]api)$/i;

/** The name where a file's own says nothing. `workflow` is a command of the bot. */
const NAMELESS = 'my-workflow';

/** Derives a command's name from a file's: `My FLUX_api (2).json` becomes `my-flux`. */
export function folderName(path: string): string {
  let name = basename(path);
  for (let before = ''; before !== name;) {
    before = name;
    name = name.replace(ENDINGS, '').trim();
  }
  const plain = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_]+/gu, '-')
    .replace(/^-+/, '');
  const short = cutAtWord(plain, LONGEST).replace(/-+$/, '');
  return short === '' || short === 'workflow' ? NAMELESS : short;
}

/** Maximum width of a list or object on one line. */
const WIDEST = 110;

/** Formats JSON for people: lists and objects that fit are on one line. */
export function manifestText(value: unknown): string {
  return `${written(value, '')}\n`;
}

function written(value: unknown, indent: string): string {
  const line = inLine(value);
  if (typeof value !== 'object' || value === null) return line;
  // The outermost object and the list of entries are easier to read with one item per line.
  const isOuter = indent === '' || (indent === '  ' && Array.isArray(value) && hasObjects(value));
  if (!isOuter && indent.length + line.length <= WIDEST) return line;
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((one: unknown) => written(one, inner))
    : Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${written(one, inner)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (parts.length === 0) return `${open}${close}`;
  return `${open}\n${parts.map((part) => `${inner}${part}`).join(',\n')}\n${indent}${close}`;
}

function hasObjects(list: readonly unknown[]): boolean {
  return list.some((one) => typeof one === 'object');
}

function inLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${inLine(one)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}
