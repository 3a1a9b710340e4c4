import { BotError } from '../../errors/errors.ts';
import { parseCustomId } from '../interactions/custom-id.ts';
import type { Interaction } from '../interactions/interaction.ts';
import type { Handlers } from './command.ts';
import type { Reply } from './reply.ts';
import { handlerOf } from './handler-of.ts';

/** What is answered with a reply: anything but autocompletion. */
export type Answerable = Exclude<Interaction, { readonly kind: 'autocomplete' }>;

/**
 * Runs the command, button, menu or modal that an interaction is for.
 *
 * @throws BotError `unknown_action` where there is none, and what it throws itself.
 */
export async function carryOut<Services>(
  interaction: Answerable,
  handlers: Handlers<Services>,
  services: Services,
): Promise<Reply> {
  if (interaction.kind === 'command') {
    const command = named(handlers.commands, interaction.name);
    if (!command) throw new BotError('unknown_action');
    return command.execute(interaction, services);
  }
  if (interaction.kind === 'message-command') {
    const command = named(handlers.messageCommands, interaction.name);
    if (!command) throw new BotError('unknown_action');
    return command.execute(interaction, services);
  }
  const id = parseCustomId(interaction.customId);
  if (!id) throw new BotError('unknown_action');
  if (interaction.kind === 'button') {
    const press = handlerOf(handlers.buttons, id);
    if (!press && 'job' in id && handlers.otherButton) {
      return handlers.otherButton(interaction, id, services);
    }
    if (!press) throw new BotError('unknown_action');
    return press(interaction, services);
  }
  if (interaction.kind === 'select') {
    const pick = handlerOf(handlers.selects, id);
    if (!pick) throw new BotError('unknown_action');
    return pick(interaction, services);
  }
  const submit = handlerOf(handlers.modals, id);
  if (!submit) throw new BotError('unknown_action');
  return submit(interaction, services);
}

/** The command of that name. */
export function named<C extends { readonly definition: { readonly name: string } }>(
  commands: readonly C[],
  name: string,
): C | undefined {
  return commands.find(({ definition }) => definition.name === name);
}
