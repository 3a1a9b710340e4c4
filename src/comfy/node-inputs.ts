import type { NodeClass, NodeInput } from './node-table.ts';

/**
 * The inputs that a node has with these values, by the names that a graph calls them by: an option
 * that brings inputs brings them as `option.input`, and what grows is there as `images.image0`,
 * `images.image1` and so on, as often as it may be.
 */
export function inputsFor(
  { inputs }: Pick<NodeClass, 'inputs'>,
  values: Readonly<Record<string, unknown>>,
  prefix = '',
): ReadonlyMap<string, NodeInput> {
  const found = new Map<string, NodeInput>();
  for (const [short, input] of Object.entries(inputs)) {
    const name = prefix + short;
    const { grows, brings } = input;
    if (grows) {
      for (const [place, end] of grows.names.entries()) {
        found.set(`${name}.${end}`, { ...grows.input, required: place < grows.atLeast });
      }
      continue;
    }
    found.set(name, input);
    const chosen = Object.hasOwn(values, name) ? values[name] : undefined;
    const brought = typeof chosen === 'string' ? brings?.get(chosen) : undefined;
    if (!brought) continue;
    for (const [inner, one] of inputsFor({ inputs: brought }, values, `${name}.`)) {
      found.set(inner, one);
    }
  }
  return found;
}
