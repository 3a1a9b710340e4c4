import type { Config } from '../config/config.ts';
import type { Clock } from '../engines/clock.ts';
import { askContents } from '../jobs/model-files.ts';
import { checkpointFor } from '../policy/checkpoints.ts';
import type { Recipe } from '../recipes/recipe.ts';
import type { RunPodClient } from '../runpod/client.ts';
import { RunPodError } from '../runpod/errors.ts';
import { lacking, type WorkerContents } from '../workers/contents.ts';
import { allNeeds, type Needs, recipeNeeds } from '../workers/needs.ts';
import { abilitiesOf, type WorkerKind, workerKindFor } from '../workers/worker-kinds.ts';
import type { Finding } from './finding.ts';

/** RunPod deletes the job after this, even a running one. A cold start may take minutes. */
const LONGEST_MS = 10 * 60_000;

export interface WorkerCheckOptions {
  readonly runpod: RunPodClient;
  readonly clock: Clock;
  readonly pollIntervalMs: number;
  /** How long to wait for an answer. */
  readonly jobTimeoutMs: number;
  /** Ends the wait and cancels the job on RunPod. */
  readonly signal: AbortSignal;
}

/**
 * Asks each endpoint's worker for its contents, which starts a worker. Reports what is missing, one line a
 * workflow. Rejects with the signal's reason.
 */
export async function* workerChecks(
  endpoints: readonly EndpointNeeds[],
  options: WorkerCheckOptions,
): AsyncGenerator<Finding> {
  const silent = new Map<WorkerKind, EndpointNeeds[]>();
  for (const endpoint of endpoints) {
    const { tellsContents, isPublic } = abilitiesOf(endpoint.kind);
    if (endpoint.uses.length === 0) continue;
    if (tellsContents) {
      const about = `What ${endpoint.endpointId} has`;
      for (const finding of await queryWorker(endpoint, options)) yield { about, ...finding };
    } else if (!isPublic) {
      // A public endpoint has its one model.
      silent.set(endpoint.kind, [...(silent.get(endpoint.kind) ?? []), endpoint]);
    }
  }
  for (const [kind, there] of silent) yield cannotList(kind, there);
}

/** One note for all endpoints of a kind that cannot list what it has. */
function cannotList(kind: WorkerKind, endpoints: readonly EndpointNeeds[]): Finding {
  const ids = endpoints.map(({ endpointId }) => endpointId).join(', ');
  const names = endpoints.flatMap(({ uses }) => uses.map(({ name }) => name)).join(', ');
  return {
    verdict: 'note',
    about: `What ${ids} ${endpoints.length === 1 ? 'has' : 'have'}`,
    says: `${kind} cannot list what it has, so nothing is known of what ${names} may lack.`,
    next: 'npm run workflow -- run DIR --prompt … makes one picture by a workflow.',
  };
}

type WorkerResult = Omit<Finding, 'about'>;

async function queryWorker(
  { endpointId, uses }: EndpointNeeds,
  { jobTimeoutMs, ...options }: WorkerCheckOptions,
): Promise<readonly WorkerResult[]> {
  const withinMs = Math.min(jobTimeoutMs, LONGEST_MS);
  const policy = { executionTimeout: withinMs, ttl: LONGEST_MS };
  try {
    const answer = await askContents({ ...options, endpointId, withinMs, policy });
    switch (answer.kind) {
      case 'contents':
        return compareContents(answer.contents, uses);
      case 'unknown': {
        const says = `it answered: ${answer.text}`;
        const next = 'A worker built from the current worker/ can list what it has.';
        return [{ verdict: 'note', says, next }];
      }
      case 'late': {
        const says = `it did not answer within ${Math.round(withinMs / 1000)} s.`;
        const next = "Look at the workers on the endpoint's page.";
        return [{ verdict: 'wrong', says, next }];
      }
    }
  } catch (error) {
    if (!(error instanceof RunPodError)) throw error;
    return [{ verdict: 'wrong', says: `it cannot be queried: ${error.message}.` }];
  }
}

function compareContents(
  contents: WorkerContents,
  uses: EndpointNeeds['uses'],
): readonly WorkerResult[] {
  const { incomplete } = contents;
  const unsure: readonly WorkerResult[] =
    incomplete.length === 0
      ? []
      : [{ verdict: 'note', says: `its list is incomplete: ${incomplete.join(', ')}.` }];
  const missing = uses.flatMap(({ name, needs }): readonly WorkerResult[] => {
    const lacks = missingList(lacking(contents, needs));
    return lacks.length === 0
      ? []
      : [{ verdict: 'wrong', says: `${name} lacks ${lacks.join(', ')}.`, next: NEXT }];
  });
  if (missing.length > 0) return [...unsure, ...missing];
  const names = uses.map(({ name }) => name).join(', ');
  return [...unsure, { verdict: 'fine', says: `everything needed for ${names}.` }];
}

const NEXT = 'Install it in the worker, or choose one that it has: docs/workers.md.';

function missingList({ nodes, models }: Needs): readonly string[] {
  return [
    ...models.map(({ folder, files }) => files.map((file) => `${folder}/${file}`).join(' or ')),
    ...nodes.map((name) => `the node class ${name}`),
  ];
}

/** An endpoint and what its worker needs for everything members can request. */
interface EndpointNeeds {
  readonly endpointId: string;
  readonly kind: WorkerKind;
  /** By use, such as `/upscale`. */
  readonly uses: readonly { readonly name: string; readonly needs: Needs }[];
}

interface CheckSettings extends Pick<Config, 'worker' | 'models' | 'faces'> {
  readonly runpod: Pick<Config['runpod'], 'endpointId'>;
}

/** Groups recipes by endpoint, the bot's own first. */
export function needsByEndpoint(
  recipes: Iterable<Recipe>,
  around: CheckSettings,
): readonly EndpointNeeds[] {
  const { worker, runpod } = around;
  const own = { endpointId: runpod.endpointId, kind: worker.kind, uses: [] };
  const byEndpoint = new Map<string, EndpointNeeds>([[own.endpointId, own]]);
  for (const recipe of recipes) {
    const endpointId = recipe.endpoint ?? own.endpointId;
    const { kind, uses } = byEndpoint.get(endpointId) ?? { kind: own.kind, uses: [] };
    const name = recipe.command === undefined ? `the recipe ${recipe.name}` : `/${recipe.command}`;
    const needs = needsOfAll(recipe, around);
    if (!needs) continue;
    byEndpoint.set(endpointId, {
      endpointId,
      kind: workerKindFor(recipe, kind),
      uses: [...uses, { name, needs }],
    });
  }
  return [...byEndpoint.values()];
}

/** A recipe's needs with each checkpoint that it may use. `undefined` if the settings disable it. */
function needsOfAll(recipe: Recipe, { models, faces }: CheckSettings): Needs | undefined {
  if (recipe.person && !faces) return undefined;
  const { checkpoints, ipAdapterFile, clipVisionName } = models;
  const needsWith = (checkpoint: string) =>
    recipeNeeds(recipe, {
      models: { checkpoint, ipAdapterFile, clipVisionName },
      faceWorkflow: 'face-reference',
    });
  // A workflow names its own checkpoints.
  if (recipe.rating !== 'by_checkpoint') return needsWith('');
  const choices = [false, true].flatMap((ageRestricted) => {
    const choice = checkpointFor({ face: recipe.person, ageRestricted }, checkpoints);
    return choice.kind === 'use' ? [choice.checkpoint] : [];
  });
  if (choices.length === 0) return undefined;
  return allNeeds(choices.map(needsWith));
}
