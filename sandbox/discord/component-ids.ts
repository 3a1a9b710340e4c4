import { ComponentType, type APIMessageTopLevelComponent } from 'discord.js';

/** Discord numbers the components of a message, from 1, where the bot has not. */
export function withComponentIds(
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
    const inside = component.components.map((part) => ({ ...part, id: idOf(part.id) }));
    return { ...component, id, components: inside };
  });
}
