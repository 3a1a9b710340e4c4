import { madeOf } from '../output-nodes.ts';
import { withoutNodes } from '../without-nodes.ts';
import type { Exported } from './exported.ts';
import { nameOf, type Role } from './role.ts';

/** Says so where a job posts what several nodes save, and which options some of these are made without. */
export function severalOutputs(
  exported: Exported,
  roles: readonly Role[],
  outputs: readonly string[],
): readonly string[] {
  if (outputs.length < 2) return [];
  const named = (node: string) => `${node} (${exported.className(node)})`;
  const without = outputs.flatMap((output) => {
    const behind = new Set(exported.behind([output]));
    const unused = roles.filter(({ places }) => !places.some(({ node }) => behind.has(node)));
    return unused.length === 0
      ? []
      : [`What node ${named(output)} saves is made without ${unused.map(nameOf).join(', ')}.`];
  });
  return [
    `Each job posts what every one of these nodes saves: ${outputs.map(named).join(', ')}. Leave out of outputs what people should not get.`,
    ...without,
  ];
}

/** Says which options do nothing where a picture that may be left out is. */
export function withoutPictures(
  exported: Exported,
  roles: readonly Role[],
  outputs: readonly string[],
): readonly string[] {
  return roles.flatMap((picture) => {
    if (picture.entry.required !== false) return [];
    const ids = picture.places.map(({ node }) => node);
    const rest = madeOf(withoutNodes(exported.graph, ids, exported.table), outputs);
    const unused = roles.filter(
      (role) => role !== picture && !role.places.some(({ node }) => rest.has(node)),
    );
    return unused.length === 0
      ? []
      : [`Without ${nameOf(picture)} these options do nothing: ${unused.map(nameOf).join(', ')}.`];
  });
}
