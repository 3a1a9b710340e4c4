import type { Clock } from '../engines/clock.ts';
import type { Logger } from '../logger/logger.ts';
import { type Steps, stepsOf } from '../recipes/picture-steps.ts';
import type { Recipe, Recipes } from '../recipes/recipe.ts';
import type { RunPodClient } from '../runpod/client.ts';
import type { EndpointAccess, KeyAccess } from '../runpod/key-access.ts';
import {
  abilitiesOf,
  isWorkerKind,
  workerKindFor,
  type WorkerChoice,
  type WorkerKind,
  workerOf,
} from '../workers/worker-kinds.ts';
import type { Worker } from '../workers/worker.ts';
import { HealthWatch, WebhookWatch } from './endpoint-health.ts';
import type { Job } from './job.ts';

/** A RunPod endpoint in use, and its state. */
export interface Endpoint extends EndpointUse {
  readonly health: HealthWatch;
  /** Whether RunPod accepts the key there. While it does not, jobs wait. */
  readonly access: KeyAccess;
  /** Whether RunPod sends webhooks when jobs there end. */
  readonly webhooks: WebhookWatch;
}

/** The endpoint and kind of worker for a recipe's jobs. */
export interface Destination extends Endpoint {
  readonly recipe: Recipe;
  readonly workerKind: WorkerKind;
  readonly worker: Worker;
}

export interface DestinationsOptions {
  /** Every endpoint in use. */
  readonly endpoints: readonly EndpointUse[];
  /** The worker of the bot's own endpoint. */
  readonly worker: WorkerChoice;
  readonly runpod: RunPodClient;
  /** Updated by the same client. */
  readonly access: EndpointAccess;
  /** Whether jobs are submitted with a webhook address. Default false. */
  readonly asksForWebhooks?: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Aborts health requests. */
  readonly signal: AbortSignal;
}

/** Where jobs go, according to the current recipes and configuration. */
export class Destinations {
  /** Every endpoint, the bot's own first. */
  readonly endpoints: readonly Endpoint[];
  readonly #own: WorkerChoice;
  readonly #byId: ReadonlyMap<string, Endpoint>;
  readonly #byQueue: ReadonlyMap<string, Endpoint>;
  readonly #byRecipe: ReadonlyMap<string, Destination>;
  readonly #steps = new Map<string, Steps>();

  constructor({
    endpoints,
    worker,
    access,
    asksForWebhooks = false,
    ...asking
  }: DestinationsOptions) {
    this.#own = worker;
    this.endpoints = endpoints.map((use) => ({
      ...use,
      health: new HealthWatch({ ...asking, ...use }),
      access: access.of(use.endpointId),
      webhooks: new WebhookWatch({ ...asking, ...use, areAsked: asksForWebhooks }),
    }));
    this.#byId = new Map(this.endpoints.map((endpoint) => [endpoint.endpointId, endpoint]));
    this.#byQueue = new Map(this.endpoints.map((endpoint) => [endpoint.queue, endpoint]));
    const destinations = this.endpoints.flatMap((endpoint) =>
      endpoint.recipes.map((recipe) => [recipe.name, this.#destination(endpoint, recipe)] as const),
    );
    this.#byRecipe = new Map(destinations);
  }

  /**
   * Where the jobs of this recipe go; `undefined` if the recipe is gone or no worker can make it.
   */
  find(recipe: string): Destination | undefined {
    return this.#byRecipe.get(recipe);
  }

  /**
   * The steps from a recipe's pictures, limited to recipes that some worker can make; `undefined`
   * if no worker can make this one.
   */
  stepsAfter(recipe: string): Steps | undefined {
    const known = this.#steps.get(recipe);
    if (known) return known;
    const destination = this.#byRecipe.get(recipe);
    if (!destination) return undefined;
    const made = [...this.#byRecipe.values()].map((one) => one.recipe);
    const steps = stepsOf(destination.recipe, made);
    this.#steps.set(recipe, steps);
    return steps;
  }

  /** The endpoint with that id; `undefined` if no longer in use. */
  at(endpointId: string | undefined): Endpoint | undefined {
    return endpointId === undefined ? undefined : this.#byId.get(endpointId);
  }

  /** The endpoint of a queue; `undefined` for a removed endpoint. */
  inQueue(queue: string): Endpoint | undefined {
    return this.#byQueue.get(queue);
  }

  /**
   * The queue of an unfinished job: its endpoint's if RunPod has the job, else its recipe's. A job
   * at a removed endpoint takes no capacity from others.
   */
  queueFor({ wanted, queue, runpodId, runpodEndpointId }: Job): string {
    if (runpodId === undefined) return this.find(wanted.recipe)?.queue ?? queue;
    return this.at(runpodEndpointId)?.queue ?? runpodEndpointId ?? queue;
  }

  /** The worker that reads the job's output: the kind it was sent to, if its row says. */
  workerFor({ worker, wanted }: Pick<Job, 'worker' | 'wanted'>): Worker {
    const { workerKind = this.#own.kind } = this.find(wanted.recipe) ?? {};
    return workerOf({ ...this.#own, kind: isWorkerKind(worker) ? worker : workerKind });
  }

  #destination(endpoint: Endpoint, recipe: Recipe): Destination {
    const workerKind = workerKindFor(recipe, this.#own.kind);
    const worker = workerOf({ ...this.#own, kind: workerKind });
    return { ...endpoint, recipe, workerKind, worker };
  }
}

/** A RunPod endpoint and the recipes made there. */
export interface EndpointUse {
  /** The queue of its jobs: empty for the bot's own endpoint, else its id. */
  readonly queue: string;
  readonly endpointId: string;
  readonly recipes: readonly Recipe[];
  /** Whether it is one of RunPod's public endpoints, which have no workers and report no health. */
  readonly isPublic: boolean;
}

/** The bot's own endpoint and its kind of worker. */
export interface OwnEndpoint {
  readonly endpointId: string;
  readonly kind: WorkerKind;
}

/**
 * Every endpoint in use: the bot's own first, even if nothing is made there, then those that
 * recipes name, in their order. Recipes that no worker can make have none.
 */
export function endpointsOf(recipes: Recipes, own: OwnEndpoint): readonly EndpointUse[] {
  const made = new Map<string, Recipe[]>([[own.endpointId, []]]);
  for (const recipe of recipes.values()) {
    if (!canBeMade(recipe, own)) continue;
    const endpointId = recipe.endpoint ?? own.endpointId;
    made.set(endpointId, [...(made.get(endpointId) ?? []), recipe]);
  }
  return [...made].map(([endpointId, there]) => {
    const isOwn = endpointId === own.endpointId;
    return {
      queue: isOwn ? '' : endpointId,
      endpointId,
      recipes: there,
      isPublic: isOwn
        ? abilitiesOf(own.kind).isPublic
        : there.some(({ worker }) => abilitiesOf(worker)?.isPublic),
    };
  });
}

/** Whether a worker can make it: the bot's own may not run ComfyUI graphs. */
export function canBeMade({ worker, endpoint }: Recipe, own: OwnEndpoint): boolean {
  if (abilitiesOf(own.kind).runsGraphs || abilitiesOf(worker)?.runsGraphs === false) return true;
  return worker !== undefined && endpoint !== undefined && endpoint !== own.endpointId;
}

/** The ids of RunPod's public endpoints among these. */
export function publicAmong(endpoints: readonly EndpointUse[]): ReadonlySet<string> {
  return new Set(endpoints.filter(({ isPublic }) => isPublic).map(({ endpointId }) => endpointId));
}

/** The titles of what is made at an endpoint, as members know them. */
export function titlesOf({ recipes }: Pick<EndpointUse, 'recipes'>): readonly string[] {
  return recipes.map(({ name, title = name }) => title);
}
