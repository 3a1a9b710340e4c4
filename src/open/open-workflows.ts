import { handlersFor } from '../../commands/index.ts';
import { builtInRecipes } from '../comfy/recipes/index.ts';
import type { Config } from '../config/config.ts';
import type { Logger } from '../logger/logger.ts';
import { problemLine } from '../workflows/problem.ts';
import { readCoreNodes } from '../workflows/core-nodes.ts';
import { readWorkflows, type Workflows } from '../workflows/read-workflows.ts';

/**
 * The operator's own workflows, beside the commands that come with the bot. What is wrong with one is
 * among its problems; a featured one that is not there is as well.
 */
export function loadWorkflows({
  workflows: { folder, featured },
}: Pick<Config, 'workflows'>): Workflows {
  const { commands } = handlersFor({ faces: true });
  const read = readWorkflows(folder, {
    readTable: readCoreNodes,
    commands: commands.map(({ definition }) => definition.name),
    builtIn: [...builtInRecipes.values()],
  });
  if (featured === undefined || read.recipes.some(({ command }) => command === featured))
    return read;
  const says = `names ${featured}, which is no workflow that works: /imagine is the bot's own`;
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
