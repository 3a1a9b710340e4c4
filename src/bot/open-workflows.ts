import { handlersFor } from '../../commands/index.ts';
import type { Config } from '../config/config.ts';
import type { Logger } from '../logger/logger.ts';
import { builtInRecipes } from '../recipes/built-in.ts';
import type { Recipe } from '../recipes/recipe.ts';
import { kindsWith } from '../workers/worker-kinds.ts';
import { type Problem, problemLine } from '../workflows/problem.ts';
import {
  leavingOut,
  NO_WORKFLOWS,
  readCoreNodes,
  readPublicEndpoints,
  readWorkflows,
  type Workflows,
} from '../workflows/read-workflows.ts';
import { MANIFEST_FILE } from '../workflows/reading.ts';

/** The configuration for reading workflows. `npm run workflow` reads only this. */
type WorkflowsConfig = Pick<Config, 'workflows'> & Partial<Pick<Config, 'worker' | 'runpod'>>;

/**
 * Loads the operator's workflows, and those for RunPod's public endpoints if these make the
 * pictures. Problems of a workflow are listed with it, including a featured one that is missing.
 */
export function loadWorkflows({
  workflows: { folder, featured, publicEndpoints },
  ...own
}: WorkflowsConfig): Workflows {
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
  const made = leavingOut(
    publicEndpoints ? leavingOut(inFolder, missingEndpoint) : inFolder,
    (recipe) => whyOtherKind(recipe, own),
  );
  // An operator's workflow of the same name takes precedence.
  const names = new Set(made.recipes.map(({ name }) => name));
  const others = shipped.recipes.filter(({ name }) => !names.has(name));
  const read = {
    recipes: [...others, ...made.recipes],
    broken: [...shipped.broken, ...made.broken],
  };
  if (featured === undefined || read.recipes.some(({ command }) => command === featured))
    return read;
  const instead = publicEndpoints ? 'there is no /imagine' : "/imagine is the bot's own";
  const says = `names ${featured}, which is no workflow that works: ${instead}`;
  return { ...read, broken: [...read.broken, { name: 'FEATURED_WORKFLOW', problems: [{ says }] }] };
}

/** The problem of a workflow without an endpoint, if the bot has none of its own. */
function missingEndpoint({ worker, endpoint }: Recipe): readonly Problem[] {
  return worker === undefined || endpoint === undefined ? [NO_WORKER] : [];
}

/**
 * The problem of a workflow that runs at the bot's own endpoint but names another kind of worker.
 */
function whyOtherKind(
  { worker, endpoint }: Recipe,
  { worker: own, runpod }: Omit<WorkflowsConfig, 'workflows'>,
): readonly Problem[] {
  const isElsewhere = (endpoint ?? runpod?.endpointId) !== runpod?.endpointId;
  if (!own || (worker ?? own.kind) === own.kind || isElsewhere) return [];
  const says = `is ${worker}, and RUNPOD_ENDPOINT_ID has WORKER=${own.kind}: name the endpoint that has it, or take this out`;
  return [{ file: MANIFEST_FILE, place: 'worker', says }];
}

const NO_WORKER: Problem = {
  file: MANIFEST_FILE,
  says: `says no worker or no endpoint, and WORKER has none for it: write "worker": ${kindsWith(({ runsGraphs }) => runsGraphs)}, and the id of an "endpoint" that has one`,
};

/** Loads the workflows and logs every problem. */
export function openWorkflows({
  config,
  logger,
}: {
  readonly config: WorkflowsConfig;
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
