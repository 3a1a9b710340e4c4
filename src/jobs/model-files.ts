import type { Recipe } from '../comfy/recipe.ts';
import { ContentsWatch, type ContentsWatchOptions } from './contents-watch.ts';
import type { Destinations } from './destinations.ts';

/** Which files the workers of each endpoint have, for whoever cannot wait for that. */
export class ModelFiles {
  readonly #options: Omit<ContentsWatchOptions, 'endpointId' | 'health'>;
  readonly #destinations: Pick<Destinations, 'find'>;
  readonly #watches = new Map<string, ContentsWatch>();

  constructor({
    destinations,
    ...options
  }: Omit<ContentsWatchOptions, 'endpointId' | 'health'> & {
    readonly destinations: Pick<Destinations, 'find'>;
  }) {
    this.#destinations = destinations;
    this.#options = options;
  }

  /**
   * The files of one of ComfyUI's folders that the worker of a recipe has, as it last said. Undefined
   * where nothing is known: only the worker of this project can be asked, and only while it is up.
   */
  of({ name }: Recipe, folder: string): readonly string[] | undefined {
    const destination = this.#destinations.find(name);
    if (destination?.workerKind !== 'contract') return undefined;
    const { endpointId, health } = destination;
    const known = this.#watches.get(endpointId);
    const watch = known ?? new ContentsWatch({ ...this.#options, endpointId, health });
    if (!known) this.#watches.set(endpointId, watch);
    const seen = watch.lastSeen();
    return seen && (seen.models[folder] ?? []);
  }
}
