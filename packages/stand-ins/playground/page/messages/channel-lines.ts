import type { MessageView } from '../../wire.ts';
import type { LocalMessage } from '../local-message.ts';
import { startsGroup } from './starts-group.ts';

/** What stands in a channel: a message, or what only the viewer's own client says. */
export type ChannelLine =
  | {
      readonly kind: 'message';
      readonly view: MessageView;
      /** Whether it is shown with its author and time. */
      readonly leads: boolean;
    }
  | { readonly kind: 'local'; readonly message: LocalMessage };

/** The messages in their order; what the client says stands before the first that is later. */
export function channelLines(
  views: readonly MessageView[],
  local: readonly LocalMessage[],
): ChannelLine[] {
  const waiting = local.toSorted((a, b) => a.at - b.at);
  const lines: ChannelLine[] = [];
  for (const [index, view] of views.entries()) {
    const at = Date.parse(view.payload.timestamp);
    const later = waiting.findIndex((message) => message.at >= at);
    const earlier = waiting.splice(0, later === -1 ? waiting.length : later);
    lines.push(...earlier.map(localLine));
    const leads = lines.at(-1)?.kind === 'local' || startsGroup(views[index - 1], view);
    lines.push({ kind: 'message', view, leads });
  }
  return [...lines, ...waiting.map(localLine)];
}

function localLine(message: LocalMessage): ChannelLine {
  return { kind: 'local', message };
}
