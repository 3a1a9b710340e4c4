import { MessageType } from 'discord.js';
import type { MessageState } from './compose-message.ts';
import { withFreshAddresses, withFreshFile } from './fresh-addresses.ts';
import type { Message, MessagePayload, MessageVersion, Ping } from './message.ts';

/** A message as it is kept. */
export interface StoredMessage extends MessageState {
  readonly versions: readonly MessageVersion[];
  readonly bytes: ReadonlyMap<string, Buffer>;
  readonly pings: readonly Ping[];
}

/** What giving a message out needs from around it. */
interface ShownContext {
  /** The address of a file as it is given out now. */
  readonly fresh: (address: string) => string;
  /** Another message, unless it is gone. */
  readonly payload: (id: string) => MessagePayload | undefined;
}

/** A message as Discord gives it out: with addresses that are good, and the message that it refers to. */
export function shownMessage(
  { payload, files, versions, pings }: StoredMessage,
  { fresh, payload: other }: ShownContext,
): Message {
  const now = withFreshAddresses(withReferenced(payload, other), fresh);
  const [last] = versions.slice(-1);
  return {
    ...now,
    files: files.map((file) => withFreshFile(file, fresh)),
    versions: last ? [...versions.slice(0, -1), { ...last, payload: now }] : versions,
    pings,
  };
}

/**
 * Replies and answers to a message's command come with it, or with null once it was deleted (Discord's
 * message resource, note 4). Of that message's own reference no more is said.
 */
function withReferenced(payload: MessagePayload, other: ShownContext['payload']): MessagePayload {
  const id = payload.message_reference?.message_id;
  const isShown =
    payload.type === MessageType.Reply || payload.type === MessageType.ContextMenuCommand;
  if (id === undefined || !isShown) return payload;
  return { ...payload, referenced_message: other(id) ?? null };
}
