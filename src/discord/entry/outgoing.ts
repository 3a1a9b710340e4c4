import { payloadOf } from '../render/payload.ts';
import type { OutgoingMessage } from '../wire/messages.ts';
import type { ReplyMessage } from './reply.ts';

/** A reply as Discord takes it. */
export function outgoing(message: ReplyMessage): OutgoingMessage {
  if (!('card' in message)) return { body: payloadOf(message).body };
  return { body: payloadOf(message.card).body, files: message.files };
}

/** The same in place of a message, whose words Discord leaves standing where the new one says nothing of them. */
export function inPlace(message: ReplyMessage): OutgoingMessage {
  const { body, ...rest } = outgoing(message);
  return { ...rest, body: { ...body, content: body.content ?? '' } };
}
