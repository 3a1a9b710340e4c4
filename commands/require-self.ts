import type { PersonCustomId } from '../src/discord/interactions/custom-id.ts';
import type { InteractionBase } from '../src/discord/interactions/interaction.ts';
import { BotError } from '../src/errors/errors.ts';

/**
 * A custom id can be forged: nobody asks for somebody else.
 *
 * @throws BotError `not_yours`.
 */
export function requireSelf(
  { user }: Pick<InteractionBase, 'user'>,
  { person }: Pick<PersonCustomId, 'person'>,
): void {
  if (person !== user.id) throw new BotError('not_yours');
}
