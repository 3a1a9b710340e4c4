import { pictureFrom } from '../comfy/picture.ts';
import { inspectPhoto } from '../images/inspect-photo.ts';
import type { Job } from '../record/job/job.ts';
import type { Destinations } from './destinations.ts';

/** Where previews are shown: nowhere, in age-restricted channels, or in all. */
export type PreviewPlaces = 'off' | 'on' | 'everywhere';

export interface PreviewContext {
  readonly previews: PreviewPlaces;
  readonly destinations: Pick<Destinations, 'workerFor'>;
  /** Removes what a worker wrote into a picture beside its pixels. */
  readonly stripMetadata: (bytes: Buffer) => Promise<Buffer>;
  /** Says in a picture's own metadata that a model made it. */
  readonly markGenerated: (bytes: Buffer) => Buffer;
}

/** The shipped worker's are 256 pixels on their longest side; a large one is no preview. */
const LONGEST_SIDE = 512;

/**
 * What the worker shows so far of a job's picture, from its output while IN_PROGRESS: a JPEG of its
 * pixels alone, marked as generated. `undefined` where it shows nothing, where previews are not shown
 * there, and for whatever is no small JPEG: a preview is never worth a complaint. Of a job with a
 * picture of somebody it is not even decoded, since half of that person may be left in it.
 */
export async function previewOf(
  job: Job,
  output: unknown,
  { previews, destinations, stripMetadata, markGenerated }: PreviewContext,
): Promise<Buffer | undefined> {
  if (!mayShow(job, previews)) return undefined;
  const text = destinations.workerFor(job).preview(output);
  const picture = text === undefined ? undefined : await pictureFrom(text);
  if (picture?.format !== 'jpeg') return undefined;
  try {
    const { width, height } = inspectPhoto(picture.bytes);
    if (Math.min(width, height) < 1 || Math.max(width, height) > LONGEST_SIDE) return undefined;
    return markGenerated(await stripMetadata(picture.bytes));
  } catch {
    return undefined;
  }
}

function mayShow({ wanted, ageRestricted }: Job, previews: PreviewPlaces): boolean {
  if (wanted.person) return false;
  return previews === 'everywhere' || (previews === 'on' && ageRestricted);
}
