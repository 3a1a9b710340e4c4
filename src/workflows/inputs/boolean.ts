import { type BooleanOption, snakeCase } from '../../recipes/option.ts';
import type { EntryOf } from '../manifest.ts';
import { type EntryAt, takesInstead, toAll, type WorkflowInput } from '../reading.ts';

/** Yes or no. */
export function booleanInput(
  name: string,
  entry: EntryOf<'boolean'>,
  { reading, index }: EntryAt,
): WorkflowInput {
  const targets = reading.targets(entry, [], index);
  for (const target of targets) {
    const { takes, now } = target;
    const fits = takes ? takes.type === 'BOOLEAN' : now === undefined || typeof now === 'boolean';
    if (!fits) reading.target(target, `${takesInstead(target)}, not yes or no`, index);
  }
  const fallback = entry.default ?? targets[0]?.now === true;
  const option: BooleanOption = {
    kind: 'boolean',
    default: fallback,
    ...(entry.description !== undefined && { description: entry.description }),
    shown: (value) => `${value ? '' : 'no '}${snakeCase(name)}`,
  };
  return {
    name,
    option,
    targets,
    write: (value) => (typeof value === 'boolean' ? toAll(targets, value) : []),
  };
}
