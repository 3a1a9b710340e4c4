import type { PictureOption } from '../comfy/option.ts';
import type { EntryOf } from './manifest.ts';
import type { Reading } from './reading.ts';
import { toAll, type WorkflowInput } from './workflow-input.ts';

/** Pixels. What models of today look at; more would only be sent. */
const MAX_SIDE = 2_048;

/** A picture that people attach. It counts as one of somebody unless the operator says otherwise. */
export function pictureInput(
  name: string,
  entry: EntryOf<'image' | 'mask'>,
  { reading, index }: { readonly reading: Reading; readonly index: number },
): WorkflowInput {
  if (reading.isFlat) {
    reading.manifest('a public endpoint takes no pictures here: it wants an address', index);
  }
  const targets = reading.targets(entry, [entry.key ?? 'image'], index);
  for (const target of targets) {
    if (target.takes && target.takes.files !== true) {
      reading.target(
        target,
        `takes ${target.takes.type}, not a picture: name a node that loads one`,
      );
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
