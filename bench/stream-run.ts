import { setTimeout as sleep } from 'node:timers/promises';
import type { DiscordSandbox } from '../packages/stand-ins/discord/sandbox.ts';
import type { BotUnderTest } from './bot-under-test.ts';
import { promptOf } from './gpu-work.ts';
import type { House } from './house.ts';
import type { StreamJob } from './job-stream.ts';
import { stallOf, type Stall } from './lap.ts';
import { treeCpu } from './process-tree.ts';
import { RequestWatch, STATUS } from './request-watch.ts';
import { until } from './until.ts';

/** How long the last jobs may take after the last was asked for. */
const LAST_WITHIN_MS = 180_000;
/** What is only noted down after a picture is shown belongs to its job. */
const AFTERWARDS_MS = 1_500;

/** What a bot made of a stream of jobs. */
export interface StreamMeasure {
  /** From a job's end at RunPod to when Discord had the message with its picture; milliseconds. */
  readonly lagsMs: readonly number[];
  readonly missing: number;
  /** Of `GET /status`, and CPU time of all the bot's processes: for each job. */
  readonly requests: number;
  readonly cpuMs: number;
  /** `null` for a bot that is not watched. */
  readonly stall: Stall | null;
}

/** People ask for these jobs, each at its time. The bot is in `house`, alone. */
export async function runStream(
  { discord, runpod }: House,
  bot: BotUnderTest,
  jobs: readonly StreamJob[],
): Promise<StreamMeasure> {
  const shownAt = new Map<string, number>();
  const stopListening = onShown(discord, (id, at) => {
    if (!shownAt.has(id)) shownAt.set(id, at);
  });
  const requests = new RequestWatch(runpod.http, STATUS);
  try {
    await bot.lap();
    const cpuBefore = treeCpu(bot.pid);
    const asked = await Promise.all(
      jobs.map(async ({ atMs, prompt, steps, aspectRatio }) => {
        await sleep(atMs);
        const { id } = await discord.command({
          by: discord.world.addPerson(prompt.slice(-20)),
          in: discord.world.channels.general,
          name: 'imagine',
          options: { prompt, steps, aspect_ratio: aspectRatio },
        });
        return { id, prompt };
      }),
    );
    await until(() => asked.every(({ id }) => shownAt.has(id)), LAST_WITHIN_MS);
    await sleep(AFTERWARDS_MS);
    const cpuMs = (treeCpu(bot.pid) - cpuBefore) / jobs.length;
    const lap = await bot.lap();

    const endedAt = new Map(runpod.jobs.map((job) => [promptOf(job.input), job.endedAt]));
    const lagsMs = asked.flatMap(({ id, prompt }) => {
      const [shown, ended] = [shownAt.get(id), endedAt.get(prompt)];
      return shown === undefined || ended === undefined ? [] : shown - ended;
    });
    return {
      lagsMs,
      missing: jobs.length - lagsMs.length,
      requests: requests.times.length / jobs.length,
      cpuMs,
      stall: stallOf(lap),
    };
  } finally {
    requests.stop();
    stopListening();
  }
}

/**
 * Calls `shown` with the id of the command whenever Discord has its message with a picture, and again
 * when that changes. Returns what stops that.
 */
export function onShown(
  discord: DiscordSandbox,
  shown: (interactionId: string, at: number) => void,
): () => void {
  return discord.onMessage(({ message }) => {
    const id = message.interaction_metadata?.id;
    if (id === undefined || message.files.length === 0) return;
    shown(id, message.versions.at(-1)?.at ?? Number.NaN);
  });
}
