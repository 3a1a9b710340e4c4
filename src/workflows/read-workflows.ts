import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type NodeTable, readNodeTable } from '../comfy/node-table.ts';
import { own } from '../engines/record.ts';
import { pictureOptions, snakeCase } from '../recipes/option.ts';
import type { Recipe } from '../recipes/recipe.ts';
import { TRANSLATIONS } from '../say/languages.ts';
import { abilitiesOf } from '../workers/worker-kinds.ts';
import { GRAPH_FILE } from './api-graph.ts';
import { commandProblems, isDiscordName } from './discord-rules.ts';
import { isMissing, readJsonFile, reasonOf, withExactNumbers } from './json-file.ts';
import type { Problem } from './problem.ts';
import { MANIFEST_FILE } from './reading.ts';
import { type WorkflowFiles, workflowRecipe } from './workflow-recipe.ts';

/** Discord's limit on an application's commands per scope. */
const MAX_COMMANDS = 100;

/** A skipped folder and its problems. */
export interface BrokenWorkflow {
  readonly name: string;
  readonly problems: readonly Problem[];
}

export interface Workflows {
  readonly recipes: readonly Recipe[];
  readonly broken: readonly BrokenWorkflow[];
}

export const NO_WORKFLOWS: Workflows = { recipes: [], broken: [] };

interface WorkflowsAround {
  /** Returns the known node classes. Called once, and only if there is a workflow. */
  readonly readTable: () => NodeTable;
  /** The built-in slash commands, and the recipes that have one. */
  readonly commands: readonly string[];
  readonly builtIn: readonly Recipe[];
}

/**
 * Reads all workflows in a folder, one subfolder each. Skips broken ones and reports all their problems.
 * Returns none if the folder is missing.
 */
export function readWorkflows(folder: string, around: WorkflowsAround): Workflows {
  const { names, odd } = entriesIn(folder);
  const broken = [...odd];
  const recipes: Recipe[] = [];
  if (names.length === 0) return { recipes, broken };
  const table = around.readTable();
  for (const name of names) {
    const isOneTooMany = around.commands.length + recipes.length >= MAX_COMMANDS;
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
  says: `would be command ${MAX_COMMANDS + 1}, and Discord takes ${MAX_COMMANDS}: move another one out`,
};

const NO_FOLDER =
  'is a file, and a workflow is a folder: npm run workflow -- add FILE.json makes one of an export';

/**
 * Removes workflows whose next steps lead nowhere. Repeats, since a step to a broken workflow breaks its
 * source too.
 */
function withoutBrokenSteps(workflows: Workflows, around: WorkflowsAround): Workflows {
  const all = [...around.builtIn, ...workflows.recipes];
  const now = leavingOut(workflows, (recipe) => nextProblems(recipe, all));
  const isSame = now.recipes.length === workflows.recipes.length;
  return isSame ? now : withoutBrokenSteps(now, around);
}

/** Reads one folder as a recipe, with the problems of its command. */
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
    // One unreadable workflow must not affect the others.
    return { problems: [{ says: `cannot be read: ${reasonOf(error)}` }] };
  }
}

/** The subfolders, misplaced files, and entries that cannot be read. */
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
  // A public endpoint needs no graph.
  if ('says' in graph && !graph.isMissing) return { problems: [graph] };
  return {
    name,
    manifest: manifest.json,
    ...('json' in graph && { graph: withExactNumbers(graph) }),
  };
}

const NO_MANIFEST = 'is missing: npm run workflow -- add FILE.json writes one for an export';

/** Moves workflows with problems to the broken ones. */
export function leavingOut(
  { recipes, broken }: Workflows,
  problemsOf: (recipe: Recipe) => readonly Problem[],
): Workflows {
  const looked = recipes.map((recipe) => ({ recipe, problems: problemsOf(recipe) }));
  const wrong = looked.filter(({ problems }) => problems.length > 0);
  return {
    recipes: looked.filter(({ problems }) => problems.length === 0).map(({ recipe }) => recipe),
    broken: [
      ...broken,
      ...wrong.map(({ recipe: { command: name = '' }, problems }) => ({ name, problems })),
    ],
  };
}

/** The problems of a workflow's next steps. */
function nextProblems({ next }: Recipe, all: readonly Recipe[]): readonly Problem[] {
  return next.flatMap(({ as, command, picture }, index) => {
    const at = { file: MANIFEST_FILE, place: `next[${index}]` };
    const same = next.findIndex((one) => one.as === undefined && one.command === command);
    if (as === undefined && same < index) {
      const says = `leads to /${command}, as next[${same}] does, and a button is known by its command: take one of them out`;
      return [{ ...at, says }];
    }
    const recipe = all.find((one) => one.command === command);
    if (!recipe) {
      const says = `leads to /${command}, which is no workflow that works: name one that does, or take this step out`;
      return [{ ...at, says }];
    }
    const names = pictureOptions(recipe.options).map(([name]) => snakeCase(name));
    if (names.includes(picture)) return [];
    const instead = names.length > 0 ? `name ${names.join(' or ')}` : 'it takes none at all';
    return [{ ...at, says: `/${command} takes no picture called ${picture}: ${instead}` }];
  });
}

/**
 * The problems of a workflow's endpoint, given the workflows read before it. All workers of an endpoint are
 * of one kind, so jobs for another kind would fail there. A manifest without a kind means the bot's own,
 * which is unknown here but is never that of a public endpoint.
 */
function endpointProblems(recipe: Recipe, before: readonly Recipe[]): readonly Problem[] {
  const { endpoint } = recipe;
  if (endpoint === undefined) return [];
  const other = before.find(
    (one) => one.name !== recipe.name && one.endpoint === endpoint && !areAlike(one, recipe),
  );
  if (!other) return [];
  const says = `is ${workerKindOf(recipe)} at the endpoint ${endpoint}, and /${other.command ?? other.name} says that ${workerKindOf(other)} is there: write the same worker in both, or name another endpoint`;
  return [{ file: MANIFEST_FILE, place: 'worker', says }];
}

function areAlike({ worker: one }: Recipe, { worker: other }: Recipe): boolean {
  if (one === other) return true;
  const isEitherUnsaid = one === undefined || other === undefined;
  return isEitherUnsaid && ![one, other].some((worker) => abilitiesOf(worker)?.isPublic);
}

function workerKindOf({ worker }: Recipe): string {
  return worker ?? "the bot's own kind";
}

/** The manifests for RunPod's public endpoints, in the sources and in a build alike. */
const FOLDER = fileURLToPath(new URL('../../public-endpoints', import.meta.url));

/** Reads the bundled workflows for RunPod's public endpoints. */
export function readPublicEndpoints(around: WorkflowsAround): Workflows {
  const { recipes, broken } = readWorkflows(FOLDER, around);
  return { recipes: recipes.map(withDescriptions), broken };
}

/** The bundled manifests are in English. Their descriptions in other languages are in the catalogues. */
function withDescriptions(recipe: Recipe): Recipe {
  const descriptions = TRANSLATIONS.map(({ catalogue: { language, publicEndpoints } }) => {
    const description = own<string>(publicEndpoints, recipe.command ?? '');
    return [language, { description }] as const;
  });
  return { ...recipe, localizations: Object.fromEntries(descriptions) };
}

/** The bundled node classes, in the sources and in a build alike. */
const CORE_NODES_FILE = fileURLToPath(new URL('../../nodes/comfyui-0.33.0.json', import.meta.url));

/**
 * Reads the node classes of ComfyUI 0.33.0 and ComfyUI_IPAdapter_plus, which takes a few milliseconds.
 *
 * @throws Error if the file is missing, and NoNodeTableError for other contents.
 */
export function readCoreNodes(file: string = CORE_NODES_FILE): NodeTable {
  const text = readFileSync(file, 'utf8');
  return readNodeTable(JSON.parse(text));
}
