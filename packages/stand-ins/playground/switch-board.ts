import type { DiscordSandbox } from '../discord/sandbox.ts';
import type { RunPodSandbox } from '../runpod/runpod-sandbox.ts';
import type { GpuMode, Switches } from './wire.ts';

/** How late a slow Discord answers. The first answer to an interaction has 3 s. */
const SLOW_DISCORD_MS = 1_500;

/** How long one sampling step takes, in milliseconds. */
export interface Pace {
  readonly stepMs: number;
  readonly slowStepMs: number;
}

/** Makes the world around the bot behave as somebody wants to see it. */
export class SwitchBoard {
  readonly #discord: DiscordSandbox;
  readonly #runpod: RunPodSandbox;
  readonly #pace: Pace;
  #switches: Switches = { gpu: 'ready', discord: 'fast' };

  constructor(discord: DiscordSandbox, runpod: RunPodSandbox, pace: Pace) {
    this.#discord = discord;
    this.#runpod = runpod;
    this.#pace = pace;
  }

  get switches(): Switches {
    return this.#switches;
  }

  /** Changes only what is named. */
  change({ gpu = this.#switches.gpu, discord = this.#switches.discord }: Partial<Switches>): void {
    this.#setGpu(gpu);
    for (const server of [this.#discord.rest, this.#discord.cdn]) {
      server.clearFaults();
      if (discord === 'slow') {
        server.fault({ path: /./, delayMs: SLOW_DISCORD_MS, times: Infinity });
      }
    }
    this.#switches = { gpu, discord };
  }

  #setGpu(mode: GpuMode): void {
    const { stepMs, slowStepMs } = this.#pace;
    this.#runpod.setStepMs(mode === 'slow' ? slowStepMs : stepMs);
    this.#runpod.scaleToZero(mode === 'cold');
    this.#runpod.setComfyDown(mode === 'broken');
    this.#runpod.throttle(mode === 'no-capacity');
  }
}
