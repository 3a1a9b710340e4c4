import type { RunPodSandboxOptions } from '../../packages/stand-ins/runpod/runpod-sandbox.ts';
import { stallFigure, type Report } from '../figure.ts';
import { gpuWork, STEADY, type GpuTimes } from '../gpu-work.ts';
import { inHouse, type House, type HowRun } from '../house.ts';
import { jobStream, type StreamKind } from '../job-stream.ts';
import { noisePicture } from '../noise-picture.ts';
import { mean, percentile } from '../percentiles.ts';
import type { Scenario } from '../scenario.ts';
import { runStream, type StreamMeasure } from '../stream-run.ts';

/** Of a picture with about 1.5 MB. */
const SIDE = 707;

/** More than are ever busy, so that nobody waits for one; beyond those that are up it costs a cold start. */
const WORKERS = { workers: 100, warm: 20, coldStartMs: 4_000 };

const SIZE = { jobs: 100, forMs: 60_000 };

export const NEW: StreamKind = { name: 'new', ...SIZE, alike: false };
export const QUICK_NEW: StreamKind = { ...NEW, jobs: 20, forMs: 8_000 };
const WARM_UP: StreamKind = { name: 'warm-up', jobs: 15, forMs: 5_000, alike: true };
const KNOWN: readonly StreamKind[] = [
  { name: 'known', ...SIZE, alike: false },
  { name: 'known, alike', ...SIZE, alike: true },
];

/** One stream, by both bots at the same time: this one, and the plain loop. */
export interface StreamLap {
  readonly own: StreamMeasure;
  readonly plain: StreamMeasure;
}

type Environment = Readonly<Record<string, string>>;

export interface StreamOptions {
  /** Variables of this bot. */
  readonly env?: Environment;
  /** How long the jobs take at RunPod. */
  readonly times?: GpuTimes;
  readonly workers?: Pick<RunPodSandboxOptions, 'workers' | 'warm' | 'coldStartMs'>;
}

type Told = (lap: StreamLap, stream: StreamKind) => void;

/**
 * `first` is for a bot that begins with an empty log. Then it is started again on that log for the
 * streams in `later`, and nothing watches it, since that would take CPU time too. Each bot is in a
 * house of its own.
 */
export async function measureStreams(
  first: StreamKind,
  later: readonly StreamKind[],
  told: Told,
  { env = {}, times = STEADY, workers = WORKERS }: StreamOptions = {},
): Promise<void> {
  const picture = (await noisePicture(SIDE)).toString('base64');
  const runpod: RunPodSandboxOptions = {
    ...workers,
    queueMs: ({ input }) => times.queueMs(input),
    work: gpuWork(picture, times),
  };
  await inHouse(runpod, (ownHouse) =>
    inHouse(runpod, async (plainHouse) => {
      const houses = { own: ownHouse, plain: plainHouse };
      await withBots(houses, { watched: true, env }, async (lapOf) => {
        told(await lapOf(first), first);
      });
      if (later.length === 0) return;
      await withBots(houses, { watched: false, env }, async (lapOf) => {
        await lapOf(WARM_UP);
        for (const stream of later) told(await lapOf(stream), stream);
      });
    }),
  );
}

/** Starts both bots, each in its house, and stops them again. */
async function withBots(
  houses: Readonly<Record<'own' | 'plain', House>>,
  { env, ...how }: HowRun & { readonly env: Environment },
  act: (lapOf: (stream: StreamKind) => Promise<StreamLap>) => Promise<void>,
): Promise<void> {
  const [own, plain] = [houses.own.darkroom(env, how), houses.plain.plainLoop(how)];
  await Promise.all([own.ready(), plain.ready()]);
  await act(async (stream) => {
    const jobs = jobStream(stream);
    const [ownMeasure, plainMeasure] = await Promise.all([
      runStream(houses.own, own, jobs),
      runStream(houses.plain, plain, jobs),
    ]);
    return { own: ownMeasure, plain: plainMeasure };
  });
  await Promise.all([own.stop(), plain.stop()]);
}

export const stream: Scenario = {
  name: 'stream',
  withinMs: 10 * 60_000,
  run: (report, { quick }) =>
    measureStreams(quick ? QUICK_NEW : NEW, quick ? [] : KNOWN, (lap, { name }) => {
      reportLap(report, lap, name);
    }),
};

function reportLap(report: Report, { own, plain }: StreamLap, of: string): void {
  const known = of !== 'new';
  const lag = (share: number) => ({
    of,
    measured: percentile(own.lagsMs, share),
    plain: percentile(plain.lagsMs, share),
  });
  report({ key: known ? 'stream.known-p50' : 'stream.p50', ...lag(0.5) });
  report({ key: known ? 'stream.known-p95' : 'stream.p95', ...lag(0.95) });
  report({ key: 'stream.mean', of, measured: mean(own.lagsMs), plain: mean(plain.lagsMs) });
  report({ key: 'stream.requests', of, measured: own.requests, plain: plain.requests });
  if (known) report({ key: 'stream.cpu', of, measured: own.cpuMs, plain: plain.cpuMs });
  else report({ ...stallFigure('stream.stall', own.stall, of), plain: plain.stall?.ms ?? null });
  report({ key: 'stream.missing', of, measured: own.missing, plain: plain.missing });
}
