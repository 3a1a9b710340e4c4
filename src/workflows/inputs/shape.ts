import { own } from '../../engines/record.ts';
import type { ChoiceOption } from '../../recipes/option.ts';
import type { EntryOf } from '../manifest.ts';
import { type EntryAt, type Target, toAll, type WorkflowInput } from '../reading.ts';

/** Sets width and height by the name of an aspect ratio. */
export function shapeInput(
  name: string,
  entry: EntryOf<'aspect_ratio'>,
  at: EntryAt,
): WorkflowInput {
  const { reading, index } = at;
  const { sizes, description } = entry;
  const widths = reading.targets(entry, ['width'], index);
  // A node without a width is a single problem.
  const heights = widths.length === 0 ? [] : reading.targets(entry, ['height'], index);
  const names = Object.keys(sizes);
  for (const [shape, [width, height]] of Object.entries(sizes)) {
    requireTaken(widths, width, shape, at);
    requireTaken(heights, height, shape, at);
  }
  const fallback = entry.default ?? currentShape(entry, widths[0], heights[0]) ?? names[0] ?? '';
  if (!names.includes(fallback)) {
    reading.manifest(`its default ${fallback} is none of its sizes: name one of them`, index);
  }
  const pixels = (shape: string) => {
    const size = own(sizes, shape);
    return size ? `${size[0]}×${size[1]}` : shape;
  };
  const option: ChoiceOption = {
    kind: 'choice',
    names,
    default: fallback,
    label: (shape) => `${shape} (${pixels(shape)})`,
    shown: pixels,
    ...(description !== undefined && { description }),
  };
  return {
    name,
    option,
    targets: [...widths, ...heights],
    write: (value) => {
      const size = typeof value === 'string' ? own(sizes, value) : undefined;
      return size ? [...toAll(widths, size[0]), ...toAll(heights, size[1])] : [];
    },
  };
}

/** The graph's aspect ratio as exported. */
function currentShape(
  { sizes }: EntryOf<'aspect_ratio'>,
  width: Target | undefined,
  height: Target | undefined,
): string | undefined {
  const found = Object.entries(sizes).find(
    ([, size]) => size[0] === width?.now && size[1] === height?.now,
  );
  return found?.[0];
}

function requireTaken(
  targets: readonly Target[],
  value: number,
  shape: string,
  { reading, index }: EntryAt,
): void {
  for (const target of targets) {
    const { min = -Infinity, max = Infinity } = target.takes ?? {};
    if (value >= min && value <= max) continue;
    const says = `takes ${min} to ${max}, and the size ${shape} has ${value}: name another size`;
    reading.target(target, says, index);
  }
}
