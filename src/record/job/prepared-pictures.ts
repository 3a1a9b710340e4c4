import type { InputFormat, JobInput, PictureSource } from '../../comfy/job-input.ts';

/** A picture that goes into a job, as it goes to the worker. */
export interface PreparedPicture {
  readonly option: string;
  readonly format: InputFormat;
  readonly bytes: Buffer;
}

/** The same with what is written down about it. */
export interface HashedPicture extends PreparedPicture {
  readonly person: boolean;
  readonly source?: PictureSource | undefined;
  /** SHA-256 of `bytes`, in hex. */
  readonly sha256: string;
}

/** What their row says of them. */
export function inputsOf(pictures: readonly HashedPicture[]): readonly JobInput[] {
  return pictures.map(({ option, person, source, format, bytes }) => ({
    option,
    person,
    ...(source && { source }),
    format,
    bytes: bytes.length,
  }));
}

/** A job's prepared pictures as they are kept: one behind the other, in the order of its inputs. */
export function joined(pictures: readonly PreparedPicture[]): Buffer {
  return Buffer.concat(pictures.map(({ bytes }) => bytes));
}

/**
 * The prepared pictures of a job by themselves, in memory that they share; `undefined` where they are
 * not all there. An earlier version wrote one down, and not how long it is.
 */
export function cutApart(
  inputs: readonly JobInput[],
  kept: Buffer | undefined,
): readonly PreparedPicture[] | undefined {
  if (inputs.length === 0) return [];
  if (!kept) return undefined;
  const lengths = inputs.map(({ bytes }) => bytes ?? (inputs.length === 1 ? kept.length : NaN));
  if (lengths.reduce((sum, length) => sum + length, 0) !== kept.length) return undefined;
  let end = 0;
  return inputs.map(({ option, format = 'jpeg' }, index) => {
    const start = end;
    end += lengths[index] ?? 0;
    return { option, format, bytes: kept.subarray(start, end) };
  });
}
