import { handlersFor } from '../../commands/index.ts';
import { builtInRecipes } from '../comfy/recipes/index.ts';
import type { Config } from '../config/config.ts';
import type { Logger } from '../logger/logger.ts';
import { problemLine } from '../workflows/problem.ts';
import { readCoreNodes } from '../workflows/core-nodes.ts';
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
    builtIn: [...builtInRecipes.values()],
  };
  const shipped = publicEndpoints ? readPublicEndpoints(around) : NO_WORKFLOWS;
  const own = readWorkflows(folder, {
    ...around,
    builtIn: [...around.builtIn, ...shipped.recipes],
  });
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
