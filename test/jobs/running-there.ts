import type { Job } from '../../src/jobs/job.ts';
import { RunnerBench, type BenchOptions } from '../support/runner-bench.ts';

/** Where RunPod is told to cancel a job. */
export const CANCEL_PATH = /\/cancel\//;

/** A bench with a job that runs at RunPod and never ends by itself. */
export async function openRunning(
  options?: BenchOptions,
): Promise<{ bench: RunnerBench; job: Job }> {
  const bench = await RunnerBench.open(options);
  bench.runpod.script({ stuck: true });
  const job = await bench.until(await bench.ask(), ({ state }) => state === 'running');
  return { bench, job };
}

/** A person cancels a job. */
export function cancel(bench: RunnerBench, { id }: Job) {
  return bench.log.move(id, 'cancelled', 'a click', { cancelledBy: '3' });
}
