import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../src/engines/clock.ts';
import type { WorkerKind } from '../../../src/workers/worker-kinds.ts';
import { botEnvironment } from '../bot-environment.ts';
import { BotProcess } from '../bot-process.ts';
import { DiscordSandbox } from '../discord/sandbox.ts';
import { RunPodSandbox, type RunPodSandboxOptions } from '../runpod/runpod-sandbox.ts';
import { ShippedWorker } from '../runpod/shipped-worker.ts';
import { DemoError } from './demo-error.ts';
import type { DemoWorker } from './options.ts';
import { savePictures } from './picture-folder.ts';
import type { Act } from './scene.ts';
import { Screen } from './screen.ts';
import { Stage } from './stage.ts';
import { unlessAborted } from './unless-aborted.ts';

/** Slow enough for a cold start and progress to be seen, in milliseconds. */
const PACE = { workers: 1, warm: false, coldStartMs: 6_500, queueMs: 200, stepMs: 310 };

/** A hang, even on a busy machine. */
const START_WITHIN_MS = 180_000;

/** A scene is not spoilt by a machine that is busy for longer than Discord waits for a first answer. */
const ANSWER_WITHIN_MS = 15_000;

export interface DemoOptions {
  readonly acts: readonly Act[];
  readonly worker: DemoWorker;
  /** The Python that runs the contract's own worker. */
  readonly python: string;
  /** Where the pictures go. */
  readonly folder: string;
  readonly write: (text: string) => void;
  readonly colours: boolean;
  /** Ends the demo early; it then throws the signal's reason. */
  readonly signal: AbortSignal;
}

/**
 * Plays the acts, one after another: Discord and RunPod in this process, the real bot in another,
 * over real sockets. Leaves nothing behind but the pictures.
 *
 * @throws DemoError when the bot ends, or what should be seen is not; NoPythonError.
 */
export async function playDemo(options: DemoOptions): Promise<void> {
  const { acts, folder, signal } = options;
  const clock = systemClock;
  const ends: (() => Promise<void>)[] = [];
  try {
    const place = await mkdtemp(join(tmpdir(), 'darkroom-demo-'));
    ends.push(() => rm(place, { recursive: true, force: true }));
    const discord = await DiscordSandbox.start({ answerWithinMs: ANSWER_WITHIN_MS });
    ends.push(() => discord.close());
    const { worker, begun } = await startWorker(options);
    ends.push(() => begun?.close() ?? Promise.resolve());
    const runpod = await RunPodSandbox.start({ ...PACE, progress: true, worker });
    ends.push(() => runpod.close());
    const nameOf = (id: string) => discord.world.person(id)?.displayName;
    const screen = new Screen({ ...options, clock, nameOf });
    signal.throwIfAborted();

    const bot = BotProcess.start({
      env: botEnvironment(discord, runpod, place, { worker: kindOf(options.worker) }),
      folder: place,
    });
    ends.push(() => bot.stop());
    const over = AbortSignal.any([signal, bot.ended]);
    const perform = async () => {
      const start = AbortSignal.any([over, AbortSignal.timeout(START_WITHIN_MS)]);
      await unlessAborted(start, discord.connected());
      screen.say('The bot is connected.');
      discord.onMessage((change) => {
        screen.change(change);
      });
      const stage = new Stage({ discord, runpod, screen, clock, signal: over });
      for (const act of acts) {
        screen.say(`\n${act.title}`);
        const message = await stage.play(act);
        for (const line of await savePictures(folder, act, message, discord)) {
          screen.say(`          Saved ${line}`);
        }
      }
    };
    await unlessAborted(over, perform()).catch((error: unknown) => {
      signal.throwIfAborted();
      throw new DemoError(error, bot.lastLines);
    });
    screen.say(`\nDone. The pictures are in ${folder}; a stand-in drew them, no model did.`);
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

/** What makes the pictures, and which part of it has to be ended. */
async function startWorker({ worker, python }: DemoOptions): Promise<{
  readonly worker: NonNullable<RunPodSandboxOptions['worker']>;
  readonly begun?: ShippedWorker;
}> {
  switch (worker) {
    case 'played':
      return { worker: 'contract' };
    case 'worker-comfyui':
    case 'runpod-public':
      return { worker };
    case 'contract': {
      const begun = await ShippedWorker.start(python, { stepMs: PACE.stepMs });
      return { worker: begun.command, begun };
    }
  }
}

function kindOf(worker: DemoWorker): WorkerKind {
  return worker === 'played' ? 'contract' : worker;
}
