import { z } from 'zod';
import { type Call, Calls, type RunPodClientOptions } from './calls.ts';

/** The minimum and maximum number of workers of an endpoint. */
export interface WorkerBounds {
  readonly min: number;
  readonly max: number;
}

/**
 * An endpoint in RunPod's REST API v2, as documented in August 2026 (not seen live). The older v1
 * at rest.runpod.io was to end in November 2026.
 */
const endpointAnswer = z.object({
  workers: z.object({ min: z.int().min(0).catch(0), max: z.int().min(0) }),
});

export interface EndpointSettingsOptions extends Omit<RunPodClientOptions, 'apiUrl' | 'access'> {
  /** For example `https://api.runpod.io/v2`. */
  readonly restUrl: string;
}

/**
 * Reads and changes an endpoint's settings, if the key may. Every method rejects with the signal's
 * reason if the caller aborts, and with a RunPodError otherwise, after up to three tries if the
 * failure is transient.
 */
export class EndpointSettings {
  readonly #calls: Calls;

  constructor({ restUrl, ...options }: EndpointSettingsOptions) {
    this.#calls = new Calls({ ...options, apiUrl: restUrl });
  }

  async workers(endpointId: string, signal?: AbortSignal): Promise<WorkerBounds> {
    return this.#ask({ method: 'GET', path: ['serverless', endpointId], signal });
  }

  /** Returns the new settings. */
  async setWorkers(
    endpointId: string,
    workers: WorkerBounds,
    signal?: AbortSignal,
  ): Promise<WorkerBounds> {
    const body = JSON.stringify({ workers });
    return this.#ask({ method: 'PATCH', path: ['serverless', endpointId], body, signal });
  }

  async #ask(call: Call): Promise<WorkerBounds> {
    const { workers } = await this.#calls.patiently(call.signal, () =>
      this.#calls.ask(call, endpointAnswer),
    );
    return workers;
  }
}
