import { ComponentType, type APIMessageTopLevelComponent } from 'discord.js';

/**
 * The components as Discord returns them: numbered from 1 where the bot has not, and selects with
 * how many options have to be chosen (StringSelectComponentResponse in its published schemas).
 */
export function componentsAsReturned(
  components: readonly APIMessageTopLevelComponent[],
): APIMessageTopLevelComponent[] {
  let last = 0;
  const idOf = (given: number | undefined) => {
    last += 1;
    return given ?? last;
  };
  return components.map((component) => {
    const id = idOf(component.id);
    if (component.type !== ComponentType.ActionRow) return { ...component, id };
    const inside = component.components.map((part) => ({
      ...part,
      ...(part.type === ComponentType.StringSelect && {
        min_values: part.min_values ?? 1,
        max_values: part.max_values ?? 1,
      }),
      id: idOf(part.id),
    }));
    return { ...component, id, components: inside };
  });
}
