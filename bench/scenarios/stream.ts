import type { RunPodSandboxOptions } from '../../sandbox/runpod/runpod-sandbox.ts';
import type { BotUnderTest } from '../bot-under-test.ts';
import { stallFigure, type Report } from '../figure.ts';
import { gpuWork, queueMsOf } from '../gpu-work.ts';
import { inHouse, type House } from '../house.ts';
import { jobStream, type StreamKind } from '../job-stream.ts';
import { noisePicture } from '../noise-picture.ts';
import { mean, percentile } from '../percentiles.ts';
import type { Scenario } from '../scenario.ts';
import { runStream, type StreamMeasure } from '../stream-run.ts';

/** Of a picture with about 1.5 MB. */
const SIDE = 707;

/** More than are ever busy, so that nobody waits for one; beyond those that are up it costs a cold start. */
const WORKERS = { workers: 100, warm: 20, coldStartMs: 4_000 };

/** One stream, by both bots at the same time: this one, and the plain loop. */
export interface StreamLap {
  readonly own: StreamMeasure;
  readonly plain: StreamMeasure;
}

/**
 * The streams one after another. Each bot is in a house of its own and goes on from one stream to
 * the next, so that Darkroom begins with an empty log, and knows its past runs afterwards.
 */
export async function measureStreams(
  streams: readonly StreamKind[],
  told: (lap: StreamLap, stream: StreamKind) => void,
): Promise<void> {
  const picture = (await noisePicture(SIDE)).toString('base64');
  const runpod: RunPodSandboxOptions = { ...WORKERS, queueMs: queueMsOf, work: gpuWork(picture) };
  await inHouse(runpod, (ownHouse) =>
    inHouse(runpod, async (plainHouse) => {
      const [own, plain] = [ownHouse.darkroom(), plainHouse.plainLoop()];
      await Promise.all([own.ready(), plain.ready()]);
      for (const stream of streams) {
        told(await lapOf([ownHouse, own], [plainHouse, plain], stream), stream);
      }
    }),
  );
}

type Place = readonly [house: House, bot: BotUnderTest];

async function lapOf(own: Place, plain: Place, stream: StreamKind): Promise<StreamLap> {
  const jobs = jobStream(stream);
  const [ownMeasure, plainMeasure] = await Promise.all([
    runStream(...own, jobs),
    runStream(...plain, jobs),
  ]);
  return { own: ownMeasure, plain: plainMeasure };
}

export const stream: Scenario = {
  name: 'stream',
  withinMs: 10 * 60_000,
  async run(report, { quick }) {
    const size = quick ? { jobs: 30, forMs: 15_000 } : { jobs: 100, forMs: 60_000 };
    const streams: StreamKind[] = [
      { name: 'new', ...size, alike: false },
      ...(quick ? [] : [{ name: 'known', ...size, alike: false }]),
      { name: 'known, alike', ...size, alike: true },
    ];
    await measureStreams(streams, (lap, { name }) => {
      reportLap(report, lap, name);
    });
  },
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
  // The first stream is the bots' warm-up.
  if (known) report({ key: 'stream.cpu', of, measured: own.cpuMs, plain: plain.cpuMs });
  report({ ...stallFigure('stream.stall', own.stall, of), plain: plain.stall?.ms ?? null });
  report({ key: 'stream.missing', of, measured: own.missing, plain: plain.missing });
}
