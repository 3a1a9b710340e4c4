import { pictureOptions } from './option.ts';
import type { Recipe } from './recipe.ts';

/** What a prepared picture is encoded as. */
export type InputFormat = 'jpeg' | 'png' | 'webp';

/** A picture that a job of the bot made. */
export interface PictureSource {
  readonly job: string;
  /** Which of its pictures; counts from 0. */
  readonly picture: number;
}

/** A picture that goes into a job. Its bytes are elsewhere, and where one that somebody sent came from. */
export interface JobInput {
  /** The picture option of the recipe that it is for. */
  readonly option: string;
  /** Whether it may show somebody. It does so still when it is long gone. */
  readonly person: boolean;
  /** Left out for one that somebody sent. */
  readonly source?: PictureSource | undefined;
  /** These two are known once it is prepared. */
  readonly format?: InputFormat | undefined;
  readonly bytes?: number | undefined;
}

/**
 * What a row says of its pictures. `unnamed`: nothing, since it was written before they were.
 * `unreadable`: something that this version cannot read.
 */
export type StoredInputs = readonly JobInput[] | 'unnamed' | 'unreadable';

/** What went into a job whose row does not say: the first picture that its recipe takes, a JPEG. */
export function unnamedInputs({ options }: Pick<Recipe, 'options'>): readonly JobInput[] {
  const [first] = pictureOptions(options);
  return first ? [{ option: first[0], person: first[1].person, format: 'jpeg' }] : [];
}

/**
 * Whether a recipe as it is today can do with these pictures: it may have been changed since they were sent. One
 * that may show somebody by now was sent without consent, and screened as if it did not. Of what the bot made, that
 * is known and does not change.
 */
export function takesInputs(
  { options }: Pick<Recipe, 'options'>,
  inputs: readonly Pick<JobInput, 'option' | 'person' | 'source'>[],
): boolean {
  const pictures = new Map(pictureOptions(options));
  const given = new Set(inputs.map(({ option }) => option));
  return (
    inputs.every(({ option, person, source }) => {
      const picture = pictures.get(option);
      return picture !== undefined && (person || !picture.person || source !== undefined);
    }) && [...pictures].every(([option, { required }]) => !required || given.has(option))
  );
}
