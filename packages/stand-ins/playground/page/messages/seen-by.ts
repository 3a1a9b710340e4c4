import { MessageFlags } from 'discord-api-types/v10';
import type { ChannelView, MessageView, PersonView } from '../../wire.ts';

/** The messages of a channel that somebody sees: an ephemeral one only if it is for them. */
export function seenBy(
  messages: readonly MessageView[],
  viewer: Pick<PersonView, 'id'>,
  channel: Pick<ChannelView, 'id'>,
): MessageView[] {
  return messages.filter(
    (view) =>
      view.payload.channel_id === channel.id &&
      (!isEphemeral(view) || view.payload.interaction_metadata?.user.id === viewer.id),
  );
}

/** Whether only one person sees it. */
export function isEphemeral({ payload }: MessageView): boolean {
  return (payload.flags & MessageFlags.Ephemeral) !== 0;
}

/** Whether it is the "thinking…" before a late answer. */
export function isLoading({ payload }: MessageView): boolean {
  return (payload.flags & MessageFlags.Loading) !== 0;
}

/** Whether somebody said it, or it was said to nobody else: they are waiting to see it. */
export function isOwnNews(view: MessageView, viewer: Pick<PersonView, 'id'>): boolean {
  return isEphemeral(view) || view.payload.author.id === viewer.id;
}
