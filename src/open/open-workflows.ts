import { handlersFor } from '../../commands/index.ts';
import type { Recipe } from '../comfy/recipe.ts';
import { builtInRecipes } from '../comfy/recipes/index.ts';
import type { Config } from '../config/config.ts';
import type { Logger } from '../logger/logger.ts';
import { problemLine, type Problem } from '../workflows/problem.ts';
import { readCoreNodes } from '../workflows/core-nodes.ts';
import { MANIFEST_FILE } from '../workflows/reading.ts';
import { readPublicEndpoints } from '../workflows/public-endpoints.ts';
import { NO_WORKFLOWS, readWorkflows, type Workflows } from '../workflows/read-workflows.ts';

/**
 * The operator's own workflows, beside the commands that come with the bot, and RunPod's public endpoints
 * where these make the pictures. What is wrong with one is among its problems; a featured one that is
 * not there is as well.
 */
export function loadWorkflows({
  workflows: { folder, featured, publicEndpoints },
}: Pick<Config, 'workflows'>): Workflows {
  const { commands } = handlersFor({ faces: true });
  const around = {
    readTable: readCoreNodes,
    commands: commands.map(({ definition }) => definition.name),
    builtIn: publicEndpoints ? [] : [...builtInRecipes.values()],
  };
  const shipped = publicEndpoints ? readPublicEndpoints(around) : NO_WORKFLOWS;
  const inFolder = readWorkflows(folder, {
    ...around,
    builtIn: [...around.builtIn, ...shipped.recipes],
  });
  const own = publicEndpoints ? withAWorker(inFolder) : inFolder;
  // An operator may have put one of the same name in its place.
  const names = new Set(own.recipes.map(({ name }) => name));
  const others = shipped.recipes.filter(({ name }) => !names.has(name));
  const read = {
    recipes: [...others, ...own.recipes],
    broken: [...shipped.broken, ...own.broken],
  };
  if (featured === undefined || read.recipes.some(({ command }) => command === featured))
    return read;
  const instead = publicEndpoints ? 'there is no /imagine' : "/imagine is the bot's own";
  const says = `names ${featured}, which is no workflow that works: ${instead}`;
  return { ...read, broken: [...read.broken, { name: 'FEATURED_WORKFLOW', problems: [{ says }] }] };
}

/** Those that say where they are made, as long as the bot has no worker of its own to make them. */
function withAWorker({ recipes, broken }: Workflows): Workflows {
  const saysWhere = ({ worker, endpoint }: Recipe) =>
    worker !== undefined && endpoint !== undefined;
  const homeless = recipes.filter((recipe) => !saysWhere(recipe));
  return {
    recipes: recipes.filter(saysWhere),
    broken: [
      ...broken,
      ...homeless.map(({ command: name = '' }) => ({ name, problems: [NO_WORKER] })),
    ],
  };
}

const NO_WORKER: Problem = {
  file: MANIFEST_FILE,
  says: 'says no worker or no endpoint, and WORKER=runpod-public has none for it: write "worker": "contract" or "worker-comfyui", and the id of an "endpoint" that has one',
};

/** The same, with every problem in the log. */
export function openWorkflows({
  config,
  logger,
}: {
  readonly config: Pick<Config, 'workflows'>;
  readonly logger: Logger;
}): Workflows {
  const workflows = loadWorkflows(config);
  for (const { name: workflow, problems } of workflows.broken) {
    for (const problem of problems) {
      logger.error({ workflow, problem: problemLine(problem) }, 'a workflow is left out');
    }
  }
  return workflows;
}
