import { snakeCase } from '../src/comfy/option-names.ts';
import { pictureOptions, type OptionTable } from '../src/comfy/option.ts';
import type { CommandInteraction } from '../src/discord/interactions/interaction.ts';
import { PRIVATE_OPTION } from '../src/recipes/command-definition.ts';
import type { Services } from './services.ts';

/**
 * Whether the job that a command asks for will be public: it is not private, and does not ask for consent first.
 * `consented`: whether consent came with the command.
 */
export async function answersInPublic(
  { options, user }: CommandInteraction,
  { takes, consented }: { readonly takes: OptionTable; readonly consented: boolean },
  { personSettings }: Pick<Services, 'personSettings'>,
): Promise<boolean> {
  const asksFirst =
    !consented &&
    pictureOptions(takes).some(
      ([name, { person }]) => person && Object.hasOwn(options, snakeCase(name)),
    );
  if (asksFirst) return false;
  const said = options[PRIVATE_OPTION];
  return !(typeof said === 'boolean' ? said : (await personSettings.of(user.id)).private);
}
