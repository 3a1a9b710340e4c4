import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NoNodeTableError, readNodeTable, type NodeTable } from '../comfy/node-table.ts';
import { GRAPH_FILE, isSaveFormat } from './api-graph.ts';
import { commandProblems } from './command-problems.ts';
import type { AddCommand } from './command-line.ts';
import { draftWorkflow } from './find/draft-workflow.ts';
import { manifestText } from './find/manifest-text.ts';
import { takenBack } from './find/taken-back.ts';
import { folderName } from './folder-name.ts';
import { readJsonFile, reasonOf, withExactNumbers } from './json-file.ts';
import { isDiscordName } from './option-name.ts';
import { problemLine, type Problem } from './problem.ts';
import { MANIFEST_FILE } from './reading.ts';
import { workflowRecipe, type WorkflowFiles } from './workflow-recipe.ts';

/** Where a manifest is kept that another was written over. */
const BEFORE_FILE = 'manifest.before.json';
/** ComfyUI's answer with hundreds of extensions has a tenth of it. */
const LARGEST_OBJECT_INFO = 256 * 1024 * 1024;

/** Thrown where no folder can be made, and none was; its message is one line for the operator. */
export class NotAddedError extends Error {
  override readonly name = 'NotAddedError';
}

/** A folder that was written. */
export interface Added {
  readonly name: string;
  readonly path: string;
  readonly manifest: object;
  readonly graph: unknown;
  /** The node classes that it was read by. */
  readonly table: NodeTable;
  /** What the operator ought to know, in sentences. */
  readonly notes: readonly string[];
}

/**
 * Makes a workflow's folder of an export, in the folder `to`. `core`: the node classes that come with
 * the bot, besides those that the operator brings.
 *
 * @throws NotAddedError.
 */
export function addWorkflow(
  { file, app, objectInfo, isGeneral, force, name = folderName(file) }: AddCommand,
  { to, core }: { readonly to: string; readonly core: NodeTable },
): Added {
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
  const exported = jsonOf(file);
  const json = withExactNumbers(exported);
  const isApp = app === undefined && isSaveFormat(json);
  const table = objectInfo === undefined ? core : new Map([...core, ...tableOf(objectInfo)]);
  const draft = draftWorkflow({
    name,
    file: json,
    isGeneral,
    table,
    ...(app !== undefined && { app: jsonOf(app).json }),
  });
  if ('problems' in draft) {
    const lines = draft.problems.map((problem) => problemLine({ ...problem, file }));
    throw new NotAddedError([...lines, ...(isApp ? [KEEP_APP] : [])].join('\n'));
  }
  const { changed } = draft;
  const graph = changed ?? json;
  const { manifest, notes, problems } = takenBack(draft.manifest, (one) =>
    problemsOf({ name, manifest: one, graph }, core),
  );
  if (problems.length > 0) {
    throw new NotAddedError(
      problems.map((problem) => problemLine({ ...problem, file })).join('\n'),
    );
  }
  const kept = write(path, {
    manifest: manifestText(manifest),
    graph: changed ? `${JSON.stringify(changed, null, 2)}\n` : exported.bytes,
  });
  return {
    name,
    path,
    manifest,
    graph,
    table,
    notes: [
      ...(kept ? [`The manifest that was there is ${BEFORE_FILE} now.`] : []),
      ...draft.notes,
      ...notes,
    ],
  };
}

/** What the bot would refuse in a folder with these files, except for a missing rating, which only the operator knows. */
function problemsOf(files: WorkflowFiles, core: NodeTable): readonly Problem[] {
  const read = workflowRecipe(files, core);
  return 'problems' in read
    ? read.problems.filter(({ about }) => about !== 'rating')
    : commandProblems(read.recipe);
}

const KEEP_APP = 'This file is good for --app besides, where it has an App Mode.';

/** Writes both files. True where there was a manifest, which is kept. */
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
