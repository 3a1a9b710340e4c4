import type { Interaction, ModalInteraction, Press } from '../interactions/interaction.ts';

/** An interaction that can update its message: a press there, or a form that a press opened. */
export type FromMessage = Press | ModalInteraction;

export function isFromMessage(interaction: Interaction): interaction is FromMessage {
  const isPicked = interaction.kind === 'message-command';
  return 'message' in interaction && !isPicked && interaction.message !== undefined;
}

/** @throws TypeError for an interaction without such a message. */
export function requireFromMessage(interaction: Interaction): asserts interaction is FromMessage {
  if (isFromMessage(interaction)) return;
  throw new TypeError('only what comes from a message changes it');
}
