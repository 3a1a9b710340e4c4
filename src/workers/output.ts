import { isRecord } from '../engines/record.ts';
import {
  LONGEST_ADDRESS,
  type Picture,
  type PictureAddress,
  pictureFrom,
} from '../images/picture.ts';
import { errorMessage, join, logText, textIn } from './error-text.ts';
import { workerError, type WorkerError } from './worker-error.ts';

/**
 * A job that RunPod reports as finished. `output` and `error` come from the worker and are untrusted. Long
 * texts in them may be Uint8Arrays of UTF-8, which reading consumes.
 */
export interface FinishedJob {
  readonly status: 'COMPLETED' | 'FAILED';
  readonly output?: unknown;
  readonly error?: unknown;
}

export type WorkerResult = ReportedCost &
  (
    | {
        readonly kind: 'pictures';
        readonly pictures: readonly (Picture | PictureAddress)[];
        /** The worker's message about pictures it could not make, for the operator's log. */
        readonly missing?: string;
        /** How many pictures the worker says it shrank to fit RunPod's size limit. */
        readonly smaller?: number;
      }
    | { readonly kind: 'error'; readonly error: WorkerError }
  );

interface ReportedCost {
  /** The job's reported cost in US dollars, if its endpoint bills by the picture. */
  readonly costUsd?: number;
  /** The reported cost was implausible and left out. */
  readonly oddCost?: true;
}

/** Discord's limit per message. */
export const MAX_PICTURES = 10;

/**
 * Reads a worker's output and yields to the event loop between large pictures. Never rejects. Accepts:
 * - `{images: [{data, type?}], errors?, made_smaller?}`: pictures beside errors count as pictures; `data` is
 *   base64, or an address where `type` is `s3_url`;
 * - the older `{success, outputs: {node: {images}}, error}`;
 * - `{error}`, also in a COMPLETED job; `{status: 'success_no_images'}`; no output at all, which is
 *   `answer_too_large`: RunPod drops results of more than about 10 MB;
 * - FAILED with its text in `error` or in the output.
 *
 * Keeps the first ten pictures, Discord's limit per message. Drops entries that are no PNG, JPEG or WebP. If
 * none is left, that is an error.
 */
export async function readResult(job: FinishedJob): Promise<WorkerResult> {
  const output = isRecord(job.output) ? job.output : {};
  const failed = job.status === 'FAILED' || output.success === false || Boolean(output.error);
  const images = failed ? [] : imagesIn(output);
  const pictures = await readablePictures(images);
  if (pictures.length > 0) {
    const said = errorMessage(output.errors);
    const smaller = shrinkPictures(output);
    return {
      kind: 'pictures',
      pictures,
      ...(said !== undefined && { missing: logText(said) }),
      ...(smaller !== undefined && { smaller }),
    };
  }
  return { kind: 'error', error: failed ? failure(job) : emptiness(job, images) };
}

function shrinkPictures({
  made_smaller: said,
}: Readonly<Record<string, unknown>>): number | undefined {
  const count = isRecord(said) ? said.count : undefined;
  return typeof count === 'number' && count > 0 ? count : undefined;
}

interface Image {
  readonly data: string | Uint8Array;
  readonly type: unknown;
}

function imagesIn(output: Readonly<Record<string, unknown>>): readonly Image[] {
  const nodes = isRecord(output.outputs) ? Object.values(output.outputs) : [];
  return [output, ...nodes].flatMap((holder) => {
    if (!isRecord(holder) || !Array.isArray(holder.images)) return [];
    return holder.images.flatMap((image: unknown) =>
      isRecord(image) && isText(image.data) ? [{ data: image.data, type: image.type }] : [],
    );
  });
}

function isText(data: unknown): data is string | Uint8Array {
  return typeof data === 'string' || data instanceof Uint8Array;
}

/** Decodes only as many as are kept, since each may have some megabytes. */
async function readablePictures(
  images: readonly Image[],
): Promise<readonly (Picture | PictureAddress)[]> {
  const pictures: (Picture | PictureAddress)[] = [];
  for (const image of images) {
    if (pictures.length === MAX_PICTURES) break;
    const picture = addressIn(image) ?? (await pictureFrom(image.data));
    if (picture) pictures.push(picture);
  }
  return pictures;
}

function addressIn({ data, type }: Image): PictureAddress | undefined {
  // Too long for a string is too long for an address.
  if (typeof data !== 'string') return undefined;
  const isAddress = type === 's3_url' || /^\s*https?:\/\//i.test(data);
  return isAddress && data.length <= LONGEST_ADDRESS ? { url: data.trim() } : undefined;
}

function failure(job: FinishedJob): WorkerError {
  const reason = reasonIn(job) ?? 'failed without saying why';
  return workerError(reason, isNodeError(job) ? 'node_failed' : 'worker_unknown');
}

/** How the contract's handler and worker-comfyui begin ComfyUI's message about a failed node. */
const NODE_ERROR = /^(ComfyUI error|Workflow execution error):/;

function isNodeError({ error, output }: FinishedJob): boolean {
  const { error: inner, details } = isRecord(output) ? output : {};
  return [error, inner, details].flat().some((text) => NODE_ERROR.test(textIn(text) ?? ''));
}

/** Why a job that reports success returned no picture. */
function emptiness(job: FinishedJob, images: readonly Image[]): WorkerError {
  const reason = reasonIn(job);
  if (reason !== undefined) return workerError(reason, 'no_pictures');
  if (job.output === undefined || job.output === null) {
    return { code: 'answer_too_large', text: 'completed without an output' };
  }
  const text =
    images.length > 0
      ? `none of ${images.length} pictures can be read`
      : 'completed without pictures';
  return { code: 'no_pictures', text };
}

/** RunPod moves a worker's `error` to the top level and leaves the rest in the output. */
function reasonIn(job: FinishedJob): string | undefined {
  return join([errorMessage(job.error), errorMessage(job.output)], ': ');
}

/**
 * A running job's progress, 0 to 1, from its output while IN_PROGRESS: `{type: 'progress', value, max,
 * percent, node}`, percent 0 to 100. `undefined` if unusable. Prefers `percent`, since `value` and `max` may
 * be those of one node only.
 */
export function readProgress(output: unknown): number | undefined {
  if (!isRecord(output) || output.type !== 'progress') return undefined;
  const { percent, value, max } = output;
  if (isFiniteNumber(percent)) return clamp(percent / 100);
  if (isFiniteNumber(value) && isFiniteNumber(max) && max > 0) return clamp(value / max);
  return undefined;
}

function isFiniteNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

function clamp(share: number): number {
  return Math.min(Math.max(share, 0), 1);
}
