import { image } from '../../src/recipes/image.ts';
import { requestOf } from '../../src/recipes/stored-request.ts';
import type { Job } from '../../src/jobs/job.ts';
import type { NewJob } from '../../src/jobs/sql/new-job.ts';
import type { LogBench } from './log-bench.ts';

/** What a finished job has made. */
export const ONE_PICTURE = [{ file: 'a-1.png', format: 'png' }] as const;

const params = { ...image.request.parse({ prompt: 'a fox' }), seed: 7 };

/** A job that is made from the pictures of these. */
export function madeFrom(sources: readonly Pick<Job, 'id'>[], person = false): Partial<NewJob> {
  const pictures = sources.map(({ id }, at) => ({
    option: at === 0 ? 'image' : `image_${at}`,
    person,
    source: { job: id, picture: 0 },
  }));
  return { request: requestOf(image, params), pictures };
}

/** A finished job with a picture, made from those of these. */
export function finishedFrom(
  bench: LogBench,
  sources: readonly Pick<Job, 'id'>[],
  parts: Partial<NewJob> = {},
): Promise<Job> {
  const from = sources.length > 0 ? { ...madeFrom(sources), state: 'ready' as const } : {};
  return bench.jobIn('completed', { ...from, ...parts }, { pictures: ONE_PICTURE });
}
