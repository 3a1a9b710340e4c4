import { createHash } from 'node:crypto';
import type { Attachment } from '../../src/images/attachment.ts';
import type { JobLog } from '../../src/jobs/job-log.ts';
import type { SentPicture } from '../../src/jobs/sql/new-job.ts';
import type { HashedPicture } from '../../src/jobs/sql/prepared-pictures.ts';

/** A photo of somebody's face, as it is written down with a new job. */
export function facePicture(
  attachment: Attachment = { url: 'https://cdn.example/photo.png', size: 3 },
): SentPicture {
  return { option: 'face', person: true, attachment };
}

/** The same once it is prepared. */
export function preparedFace(bytes: Buffer, parts: Partial<HashedPicture> = {}): HashedPicture {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { option: 'face', person: true, format: 'jpeg', bytes, sha256, ...parts };
}

/** The bytes of a job's first picture, if they are still here. */
export async function keptPicture(
  { jobs }: Pick<JobLog, 'jobs'>,
  id: string,
): Promise<Buffer | undefined> {
  const job = await jobs.find(id);
  const [first] = (job && (await jobs.preparedPictures(job))) ?? [];
  return first?.bytes;
}
