import type { Clock } from '../clock.ts';
import type { Recipe } from '../comfy/recipe.ts';
import { stepsOf, type Steps } from '../comfy/steps.ts';
import {
  isWorkerKind,
  workerOf,
  type WorkerChoice,
  type WorkerKind,
} from '../comfy/worker-kinds.ts';
import type { Worker } from '../comfy/worker.ts';
import type { Logger } from '../logger/logger.ts';
import type { Job } from '../record/job/job.ts';
import type { RunPodClient } from '../runpod/client.ts';
import type { EndpointAccess } from '../runpod/endpoint-access.ts';
import type { KeyAccess } from '../runpod/key-access.ts';
import type { EndpointUse } from './endpoints.ts';
import { HealthWatch } from './health-watch.ts';
import { WebhookWatch } from './webhook-watch.ts';

/** One of RunPod's endpoints that the bot's jobs go to, and what is known of it. */
export interface Endpoint extends EndpointUse {
  readonly health: HealthWatch;
  /** Whether RunPod takes the key there. While it does not, jobs wait. */
  readonly access: KeyAccess;
  /** Whether RunPod says by itself when a job there is over. */
  readonly webhooks: WebhookWatch;
}

/** Where the jobs of a recipe go, and the kind of worker that is there. */
export interface Destination extends Endpoint {
  readonly recipe: Recipe;
  readonly workerKind: WorkerKind;
  readonly worker: Worker;
}

export interface DestinationsOptions {
  /** Every endpoint that jobs go to. */
  readonly endpoints: readonly EndpointUse[];
  /** The worker of the bot's own. */
  readonly worker: WorkerChoice;
  readonly runpod: RunPodClient;
  /** Told by the same client. */
  readonly access: EndpointAccess;
  /** Whether RunPod is told where to say that a job is over. Default false. */
  readonly asksForWebhooks?: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Ends questions about their health. */
  readonly signal: AbortSignal;
}

/** Where jobs go, as the recipes and the configuration are today. */
export class Destinations {
  /** Every endpoint that there is, the bot's own first. */
  readonly endpoints: readonly Endpoint[];
  readonly #own: WorkerChoice;
  readonly #byId: ReadonlyMap<string, Endpoint>;
  readonly #byLane: ReadonlyMap<string, Endpoint>;
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
    this.#byLane = new Map(this.endpoints.map((endpoint) => [endpoint.lane, endpoint]));
    const destinations = this.endpoints.flatMap((endpoint) =>
      endpoint.recipes.map((recipe) => [recipe.name, this.#destination(endpoint, recipe)] as const),
    );
    this.#byRecipe = new Map(destinations);
  }

  /** Where the jobs of this recipe go; `undefined` for one that is not here any more, or that nothing makes. */
  find(recipe: string): Destination | undefined {
    return this.#byRecipe.get(recipe);
  }

  /**
   * What people may do with what a recipe makes, of all that is made anywhere; `undefined` for one that nothing
   * makes any more.
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

  /** The endpoint of that id; `undefined` for one that nothing is sent to any more. */
  at(endpointId: string | undefined): Endpoint | undefined {
    return endpointId === undefined ? undefined : this.#byId.get(endpointId);
  }

  /** The endpoint that a lane is for; `undefined` for one that nothing is sent to any more. */
  inLane(lane: string): Endpoint | undefined {
    return this.#byLane.get(lane);
  }

  /**
   * The lane that an unfinished job belongs into: its endpoint's, where RunPod has it, else its recipe's.
   * One at an endpoint that nothing is sent to any more takes room from nobody.
   */
  laneFor({ wanted, lane, runpodId, runpodEndpointId }: Job): string {
    if (runpodId === undefined) return this.find(wanted.recipe)?.lane ?? lane;
    return this.at(runpodEndpointId)?.lane ?? runpodEndpointId ?? lane;
  }

  /** What reads the answers about a job: the kind of worker that it was sent to, where its row says. */
  workerFor({ worker, wanted }: Pick<Job, 'worker' | 'wanted'>): Worker {
    const { workerKind = this.#own.kind } = this.find(wanted.recipe) ?? {};
    return workerOf({ ...this.#own, kind: isWorkerKind(worker) ? worker : workerKind });
  }

  #destination(endpoint: Endpoint, recipe: Recipe): Destination {
    const { worker: workerKind = this.#own.kind } = recipe;
    const worker = workerOf({ ...this.#own, kind: workerKind });
    return { ...endpoint, recipe, workerKind, worker };
  }
}
