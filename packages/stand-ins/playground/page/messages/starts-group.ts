import type { MessageView } from '../../wire.ts';
import { causeOf } from './message-cause.ts';
import { isEphemeral } from './seen-by.ts';

const LONGEST_PAUSE_MS = 7 * 60_000;

/** Whether a message is shown with its author and time, or only follows on the one before. */
export function startsGroup(before: MessageView | undefined, view: MessageView): boolean {
  if (!before || causeOf(view) !== undefined) return true;
  if (before.payload.author.id !== view.payload.author.id) return true;
  if (isEphemeral(before) !== isEphemeral(view)) return true;
  const pause = Date.parse(view.payload.timestamp) - Date.parse(before.payload.timestamp);
  return pause >= LONGEST_PAUSE_MS;
}
