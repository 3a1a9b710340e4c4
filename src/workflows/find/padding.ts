import { MOST_OPTIONS } from '../command-problems.ts';
import type { Exported } from './exported.ts';
import { freeName } from './free-name.ts';
import type { Role } from './role.ts';

const SIDES = ['left', 'top', 'right', 'bottom'] as const;

/** The most pixels that are offered at one side: a member's picture may have 2,048 itself. */
const MOST_PIXELS = 512;

/** How much is added at each side of a picture (ComfyUI's ImagePadForOutpaint and the like). */
export function paddingRoles(
  exported: Exported,
  nodes: readonly string[],
  others: readonly Role[],
): readonly Role[] {
  const roles: Role[] = [];
  for (const node of nodes) {
    const places = SIDES.map((input) => ({ node, input }));
    if (!pads(exported, node)) continue;
    // A command takes no more, and a further free name takes longer to find.
    if (roles.length >= MOST_OPTIONS) break;
    for (const place of places) {
      const now = exported.value(place);
      if (typeof now !== 'number' || !Number.isInteger(now) || now < 0) continue;
      const { max = Infinity } = exported.takes(place) ?? {};
      const range = { min: 0, max: Math.min(max, Math.max(MOST_PIXELS, now)) };
      const name = freeName(place.input, place.input, [...others, ...roles]);
      const description = `Pixels that are added ${WHERE[place.input]}`;
      roles.push({ entry: { type: 'integer', name, description, ...range }, places: [place] });
    }
  }
  return roles;
}

/** Whether a role is how much is added at a side. */
export function isPadding(exported: Exported, { places }: Role): boolean {
  return places.some(
    ({ node, input }) => SIDES.some((side) => side === input) && pads(exported, node),
  );
}

function pads(exported: Exported, node: string): boolean {
  return /pad|outpaint/i.test(exported.className(node));
}

const WHERE: Readonly<Record<(typeof SIDES)[number], string>> = {
  left: 'at the left',
  top: 'at the top',
  right: 'at the right',
  bottom: 'at the bottom',
};
