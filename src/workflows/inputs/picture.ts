import type { PictureOption } from '../../recipes/option.ts';
import type { EntryOf } from '../manifest.ts';
import { type EntryAt, takesInstead, type Target, toAll, type WorkflowInput } from '../reading.ts';

/** Pixels. Today's models use no more. */
const MAX_SIDE = 2_048;

/** A picture option. Counts as a picture of a person unless the operator says otherwise. */
export function pictureInput(
  name: string,
  entry: EntryOf<'image' | 'mask'>,
  { reading, index }: EntryAt,
): WorkflowInput {
  const targets = reading.isFlat ? [] : reading.targets(entry, ['image'], index);
  if (reading.isFlat) {
    reading.manifest('a public endpoint is sent no pictures: take this one out', index);
  }
  for (const target of targets) {
    if (!isPicture(target)) {
      const says = `${takesInstead(target)}, not a picture: name a node that loads one, such as LoadImage`;
      reading.target(target, says, index);
    }
  }
  const option: PictureOption = {
    kind: 'picture',
    person: entry.person ?? true,
    required: entry.required ?? true,
    use: entry.type,
    maxSide: entry.max_side ?? MAX_SIDE,
    ...(entry.description !== undefined && { description: entry.description }),
  };
  return {
    name,
    option,
    targets,
    write: (value) => (typeof value === 'string' ? toAll(targets, value) : []),
  };
}

function isPicture({ takes, now }: Target): boolean {
  return takes ? takes.picture === true : now === undefined || typeof now === 'string';
}
