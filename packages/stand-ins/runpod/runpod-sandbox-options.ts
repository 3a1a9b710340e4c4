import type { Clock } from '../../../src/engines/clock.ts';
import type { Installation } from '../comfy/installation.ts';
import type { MissingNodeForm } from '../comfy/missing-node.ts';
import type { SandboxJob } from './job.ts';
import type { Dialect } from './routes.ts';
import type { Work } from './work.ts';
import type { WorkerCommand } from './worker-process.ts';

/** All of it may be left out; times are milliseconds. */
export interface RunPodSandboxOptions {
  readonly clock?: Clock;
  /** Default: a free one. */
  readonly port?: number;
  readonly apiKey?: string;
  /** Default: `sandbox-endpoint`, or the first of the public endpoints where these do the jobs. */
  readonly endpointId?: string;
  /**
   * Endpoints besides that one, which have their workers in common with it, but for those that are named
   * as RunPod's public ones. Default: none.
   */
  readonly otherEndpointIds?: readonly string[];
  /** Those of them whose workers are of another kind than `worker`. Default: none. */
  readonly otherWorkers?: ReadonlyMap<string, 'contract' | 'worker-comfyui'>;
  readonly dialect?: Dialect;
  /** Most workers at once. Default 3. */
  readonly workers?: number;
  /** How many workers need no cold start; `true`, the default, is all of them. */
  readonly warm?: boolean | number;
  readonly coldStartMs?: number;
  /** How long RunPod takes to hand a job to a free worker. Default 0. */
  readonly queueMs?: number | ((job: SandboxJob) => number);
  readonly stepMs?: number;
  /** How long a running job goes on after its cancel. Default 0. */
  readonly cancelMs?: number;
  /**
   * Which worker does the jobs: one played here, RunPod's public endpoints, or a real one in a process of
   * its own.
   */
  readonly worker?: 'contract' | 'worker-comfyui' | 'runpod-public' | WorkerCommand;
  /** What a worker does with each job, in place of all that; `worker` is of no account then. */
  readonly work?: Work;
  /** What each job waits for in RunPod's queue, besides a worker. Rejects once it is over. Default: nothing. */
  readonly mayStart?: (job: SandboxJob, over: AbortSignal) => Promise<void>;
  /** What the workers' ComfyUIs have and lack. */
  readonly installation?: Installation;
  /** How these say that they lack a node's class. Default: as ComfyUI 0.33.0 does. */
  readonly missingNode?: MissingNodeForm;
  /** Whether pictures carry their graph. Default true, as in ComfyUI. */
  readonly metadata?: boolean;
  /** Whether pictures are painted coarsely, which takes a tenth of the time. Default false. */
  readonly sketches?: boolean;
  /** The contract's worker: its own time limit. Default 600 s. */
  readonly workerLimitMs?: number;
  /** The contract's worker: whether it reports its steps. Default false, as in the contract. */
  readonly progress?: boolean;
  /** The contract's worker: whether its reports show the unfinished picture. Default false. */
  readonly previews?: boolean;
  /** The contract's worker: whether it leaves faces to ComfyUI, which refuses them. Default false. */
  readonly naive?: boolean;
  /** worker-comfyui: whether pictures come back as addresses in a bucket. Default false. */
  readonly bucket?: boolean;
}
