import type { Clock } from '../src/clock.ts';
import type { LookedUpChannel } from '../src/discord/channel-lookup.ts';
import type { GpuTime } from '../src/jobs/gpu-time.ts';
import type { HealthWatch } from '../src/jobs/health-watch.ts';
import type { JobLog } from '../src/jobs/job-log.ts';
import type { KeyAccess } from '../src/runpod/key-access.ts';
import type { Checkpoints } from '../src/safety/checkpoint.ts';

/** What the commands work with. */
export interface Services {
  readonly log: JobLog;
  readonly health: HealthWatch;
  readonly clock: Clock;
  readonly models: {
    readonly checkpoints: Checkpoints;
    readonly ipAdapterFile: string;
    readonly clipVisionName: string;
  };
  readonly gpuTime: GpuTime;
  /** Whether RunPod takes the bot's key. */
  readonly access: KeyAccess;
  /** A whole number from 0 to 2^53 - 1. */
  readonly drawSeed: () => number;
  readonly newJobId: () => string;
  /** `undefined` where Discord does not say in time. */
  readonly lookUpChannel: (channelId: string) => Promise<LookedUpChannel | undefined>;
}
