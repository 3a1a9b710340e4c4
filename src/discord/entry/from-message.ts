import type { Interaction, ModalInteraction, Press } from '../interactions/interaction.ts';

/** What can change the message that it comes from: a press there, or a form that one opened. */
export type FromMessage = Press | ModalInteraction;

export function isFromMessage(interaction: Interaction): interaction is FromMessage {
  const isPicked = interaction.kind === 'message-command';
  return 'message' in interaction && !isPicked && interaction.message !== undefined;
}

/** @throws TypeError where nothing says which message is to change. */
export function requireFromMessage(interaction: Interaction): asserts interaction is FromMessage {
  if (isFromMessage(interaction)) return;
  throw new TypeError('only what comes from a message changes it');
}
