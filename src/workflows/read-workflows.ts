import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeTable } from '../comfy/node-table.ts';
import type { Recipe } from '../recipes/recipe.ts';
import { GRAPH_FILE } from './api-graph.ts';
import { commandProblems } from './command-problems.ts';
import { endpointProblems } from './endpoint-problems.ts';
import { isMissing, readJsonFile, reasonOf, withExactNumbers } from './json-file.ts';
import { leavingOut } from './leaving-out.ts';
import { nextProblems } from './next-problems.ts';
import { isDiscordName } from './option-name.ts';
import type { Problem } from './problem.ts';
import { MANIFEST_FILE } from './reading.ts';
import { workflowRecipe, type WorkflowFiles } from './workflow-recipe.ts';

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
  const { names, odd } = entriesIn(folder);
  const broken = [...odd];
  const recipes: Recipe[] = [];
  if (names.length === 0) return { recipes, broken };
  const table = around.readTable();
  for (const name of names) {
    const isOneTooMany = around.commands.length + recipes.length >= MOST_COMMANDS;
    const read = isOneTooMany
      ? { problems: [ONE_TOO_MANY] }
      : readWorkflow(join(folder, name), name, { ...around, table });
    const problems =
      'problems' in read
        ? read.problems
        : endpointProblems(read.recipe, [...around.builtIn, ...recipes]);
    if ('recipe' in read && problems.length === 0) recipes.push(read.recipe);
    else broken.push({ name, problems });
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
  const now = leavingOut(workflows, (recipe) => nextProblems(recipe, all));
  const isSame = now.recipes.length === workflows.recipes.length;
  return isSame ? now : withoutBrokenSteps(now, around);
}

/** One folder as a recipe, with what is wrong with its command. */
function readWorkflow(
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
  try {
    const files = filesOf(folder, name);
    if ('problems' in files) return files;
    const read = workflowRecipe(files, table);
    if ('problems' in read) return read;
    const problems = commandProblems(read.recipe);
    return problems.length > 0 ? { problems } : read;
  } catch (error) {
    // Whatever it is, it is no trouble of the other workflows.
    return { problems: [{ says: `cannot be read: ${reasonOf(error)}` }] };
  }
}

/** The folders, and what somebody put there as if it were one, or what cannot even be looked at. */
function entriesIn(folder: string): {
  readonly names: readonly string[];
  readonly odd: readonly BrokenWorkflow[];
} {
  const names: string[] = [];
  const odd: BrokenWorkflow[] = [];
  const say = (name: string, says: string) => odd.push({ name, problems: [{ says }] });
  try {
    for (const name of readdirSync(folder).sort()) {
      if (name.startsWith('.')) continue;
      const found = kindOf(join(folder, name));
      if (typeof found === 'object') say(name, found.says);
      else if (found === 'folder') names.push(name);
      else if (name.endsWith('.json')) say(name, NO_FOLDER);
    }
  } catch (error) {
    if (!isMissing(error)) say(folder, `cannot be read: ${reasonOf(error)}`);
  }
  return { names, odd };
}

function kindOf(path: string): 'folder' | 'other' | { readonly says: string } {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'other';
  } catch (error) {
    return { says: isMissing(error) ? LEADS_NOWHERE : `cannot be read: ${reasonOf(error)}` };
  }
}

const LEADS_NOWHERE = 'is a link to nothing: mend it, or take it out';

function filesOf(
  folder: string,
  name: string,
): WorkflowFiles | { readonly problems: readonly Problem[] } {
  const manifest = readJsonFile(folder, MANIFEST_FILE);
  if ('says' in manifest) {
    const says = manifest.isMissing === true ? NO_MANIFEST : manifest.says;
    return { problems: [{ file: MANIFEST_FILE, says }] };
  }
  const graph = readJsonFile(folder, GRAPH_FILE);
  // A public endpoint needs none.
  if ('says' in graph && !graph.isMissing) return { problems: [graph] };
  return {
    name,
    manifest: manifest.json,
    ...('json' in graph && { graph: withExactNumbers(graph) }),
  };
}

const NO_MANIFEST = 'is missing: npm run workflow -- add FILE.json writes one for an export';
