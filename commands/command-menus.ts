import { MOST_CHOICES } from '../src/recipes/command-definition.ts';
import type { CustomId } from '../src/discord/interactions/custom-id.ts';
import type { CardSelect } from '../src/discord/cards/card.ts';
import type { Maker } from './maker.ts';

/** Rows of menus, beside one of buttons: room for all commands that Discord takes. */
const MOST_MENUS = 4;

/** Menus of the commands that make pictures, whose values are the makers' ids. `idOf`: of each, counted from 0. */
export function commandMenus(
  makers: readonly Maker[],
  {
    idOf,
    placeholder,
  }: { readonly idOf: (page: number) => CustomId; readonly placeholder: string },
): readonly CardSelect[] {
  const count = Math.min(MOST_MENUS, Math.ceil(makers.length / MOST_CHOICES));
  return Array.from({ length: count }, (_, page) => ({
    id: idOf(page),
    placeholder,
    options: makers
      .slice(page * MOST_CHOICES, (page + 1) * MOST_CHOICES)
      .map(({ command, id }) => ({ label: `/${command}`, value: id })),
  }));
}
