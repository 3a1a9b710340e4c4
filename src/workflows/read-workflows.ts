import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeTable } from '../comfy/node-table.ts';
import type { Recipe } from '../comfy/recipe.ts';
import { GRAPH_FILE } from './api-graph.ts';
import { commandProblems } from './command-problems.ts';
import { nextProblems } from './next-problems.ts';
import { isDiscordName } from './option-name.ts';
import type { Problem } from './problem.ts';
import { MANIFEST_FILE } from './reading.ts';
import { workflowRecipe, type WorkflowFiles } from './workflow-recipe.ts';

/** The largest file that is read. An export of hundreds of nodes has a tenth of it. */
const LARGEST_BYTES = 4 * 1024 * 1024;
/** As many as Discord takes of one application in each place. */
const MOST_COMMANDS = 100;

/** A folder that is left out, and why. */
export interface BrokenWorkflow {
  readonly name: string;
  readonly problems: readonly Problem[];
}

export interface Workflows {
  readonly recipes: readonly Recipe[];
  readonly broken: readonly BrokenWorkflow[];
}

export const NO_WORKFLOWS: Workflows = { recipes: [], broken: [] };

export interface WorkflowsAround {
  /** Gives the node classes that are known; asked once, and not where there is no workflow. */
  readonly readTable: () => NodeTable;
  /** The slash commands that come with the bot, and the recipes that have one. */
  readonly commands: readonly string[];
  readonly builtIn: readonly Recipe[];
}

/**
 * Reads every workflow of a folder, each in a folder of its own. A broken one is left out, with
 * everything that is wrong with it, and the others work. None where the folder is not there.
 */
export function readWorkflows(folder: string, around: WorkflowsAround): Workflows {
  const broken: BrokenWorkflow[] = [];
  const recipes: Recipe[] = [];
  const { names, loose } = entriesIn(folder);
  for (const name of loose) broken.push({ name, problems: [{ says: NO_FOLDER }] });
  if (names.length === 0) return { recipes, broken };
  const table = around.readTable();
  for (const name of names) {
    const read = readWorkflow(join(folder, name), name, { ...around, table });
    const isOneTooMany = around.commands.length + recipes.length >= MOST_COMMANDS;
    if ('problems' in read) broken.push({ name, problems: read.problems });
    else if (isOneTooMany) broken.push({ name, problems: [ONE_TOO_MANY] });
    else recipes.push(read.recipe);
  }
  return withoutBrokenSteps({ recipes, broken }, around);
}

const ONE_TOO_MANY: Problem = {
  says: `would be command ${MOST_COMMANDS + 1}, and Discord takes ${MOST_COMMANDS}: move another one out`,
};

const NO_FOLDER =
  'is a file, and a workflow is a folder: npm run workflow -- add FILE.json makes one of an export';

/** Those whose next steps lead somewhere; one that leads to a broken one is broken too. */
function withoutBrokenSteps(workflows: Workflows, around: WorkflowsAround): Workflows {
  const all = [...around.builtIn, ...workflows.recipes];
  const wrong = new Map(workflows.recipes.map((one) => [one, nextProblems(one, all)]));
  const recipes = workflows.recipes.filter((recipe) => wrong.get(recipe)?.length === 0);
  const broken = [...wrong].flatMap(([{ command: name = '' }, problems]) =>
    problems.length > 0 ? [{ name, problems }] : [],
  );
  const now = { recipes, broken: [...workflows.broken, ...broken] };
  return broken.length > 0 ? withoutBrokenSteps(now, around) : now;
}

/** One folder as a recipe, with what is wrong with its command. */
export function readWorkflow(
  folder: string,
  name: string,
  { table, commands }: Pick<WorkflowsAround, 'commands'> & { readonly table: NodeTable },
): { readonly recipe: Recipe } | { readonly problems: readonly Problem[] } {
  if (!isDiscordName(name)) {
    const says =
      'Discord refuses the folder’s name for a command: rename it to lower case letters, digits, - and _ only, at most 32';
    return { problems: [{ says }] };
  }
  if (commands.includes(name)) {
    return { problems: [{ says: `/${name} is another command of the bot: rename the folder` }] };
  }
  const files = filesOf(folder, name);
  if ('problems' in files) return files;
  const read = workflowRecipe(files, table);
  if ('problems' in read) return read;
  const problems = commandProblems(read.recipe);
  return problems.length > 0 ? { problems } : read;
}

/** The folders, and what somebody put there as if it were one. */
function entriesIn(folder: string): {
  readonly names: readonly string[];
  readonly loose: readonly string[];
} {
  try {
    const all = readdirSync(folder)
      .filter((name) => !name.startsWith('.'))
      .sort();
    return {
      names: all.filter((name) => isFolder(folder, name)),
      loose: all.filter((name) => name.endsWith('.json') && !isFolder(folder, name)),
    };
  } catch (error) {
    if (isMissing(error)) return { names: [], loose: [] };
    throw error;
  }
}

function isFolder(folder: string, name: string): boolean {
  return statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory() === true;
}

function filesOf(
  folder: string,
  name: string,
): WorkflowFiles | { readonly problems: readonly Problem[] } {
  const manifest = jsonOf(folder, MANIFEST_FILE);
  if ('says' in manifest) return { problems: [manifest] };
  const graph = jsonOf(folder, GRAPH_FILE);
  // A public endpoint needs none.
  if ('says' in graph && !graph.isMissing) return { problems: [graph] };
  return { name, manifest: manifest.json, ...('json' in graph && { graph: graph.json }) };
}

function jsonOf(
  folder: string,
  file: string,
): { readonly json: unknown } | (Problem & { readonly isMissing?: boolean }) {
  let text: string;
  try {
    if (statSync(join(folder, file)).size > LARGEST_BYTES) {
      const says = `is larger than ${LARGEST_BYTES / 1024 / 1024} MiB, so it is no workflow: export it again`;
      return { file, says };
    }
    text = readFileSync(join(folder, file), 'utf8');
  } catch (error) {
    if (isMissing(error)) {
      const says = 'is missing: npm run workflow -- add FILE.json writes one for an export';
      return { file, says, isMissing: true };
    }
    return { file, says: `cannot be read: ${reasonOf(error)}` };
  }
  if (text.trim() === '') return { file, says: 'is empty: write it again' };
  try {
    return { json: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch (error) {
    return { file, says: `is not JSON, mend it there: ${reasonOf(error)}` };
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'why is unknown';
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
