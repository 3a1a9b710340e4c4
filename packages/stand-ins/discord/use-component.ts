import { choiceSentence } from './choice-sentence.ts';
import { ClientRefusal } from './client-refusal.ts';
import { buttonsOf } from './buttons.ts';
import { buttonPayload, selectPayload } from './interaction-payload.ts';
import type { SandboxInteraction } from './interaction.ts';
import { payloadOf, type Message } from './message.ts';
import { choiceFault } from './rules/choice-rules.ts';
import { selectsOf } from './selects.ts';
import { sendInteraction, situationOf, type Surroundings } from './send-interaction.ts';
import type { Person } from './world.ts';

interface ComponentUse {
  readonly by: Person;
  readonly message: Message;
  readonly appPermissions?: bigint;
}

/** A button that somebody presses, named by its custom id or its label. */
export interface ButtonUse extends ComponentUse {
  readonly customId?: string;
  readonly label?: string;
  /** Sends `customId` whether or not there is such a button and `by` sees it. */
  readonly raw?: boolean;
}

/** What somebody chooses from a select of a message. */
export interface SelectUse extends ComponentUse {
  readonly customId: string;
  readonly values: readonly string[];
  /** Sends them whether or not there is such a select, it has them, and `by` sees it. */
  readonly raw?: boolean;
}

export function pressButton(parts: Surroundings, use: ButtonUse): SandboxInteraction {
  const { customId, label, raw = false } = use;
  const { seen, send } = around(parts, use, raw);
  const button = buttonsOf(seen).find((candidate) =>
    customId === undefined ? candidate.label === label : candidate.custom_id === customId,
  );
  if (!raw && (!button || button.disabled)) {
    throw new ClientRefusal(`that message has no enabled button ${customId ?? label ?? ''}`);
  }
  const pressed = customId ?? button?.custom_id;
  if (pressed === undefined) throw new ClientRefusal(`that message has no button ${label ?? ''}`);
  return send((situation, message) =>
    buttonPayload(situation, message, { id: button?.id, customId: pressed }),
  );
}

export function chooseFrom(parts: Surroundings, use: SelectUse): SandboxInteraction {
  const { customId, values, raw = false } = use;
  const { seen, send } = around(parts, use, raw);
  const select = selectsOf(seen).find((candidate) => candidate.custom_id === customId);
  if (!raw) {
    if (!select || select.disabled) {
      throw new ClientRefusal(`that message has no enabled select ${customId}`);
    }
    const fault = choiceFault(select, values);
    if (fault) throw new ClientRefusal(`the select refuses that: it ${choiceSentence(fault)}`);
  }
  return send((situation, message) =>
    selectPayload(situation, message, { id: select?.id, customId, values }),
  );
}

/** The message as `by` sees it, and how what they do with it is sent. */
function around(parts: Surroundings, { by, message, appPermissions }: ComponentUse, raw: boolean) {
  const { messages, world } = parts;
  const channel = world.channel(message.channel_id);
  if (!channel) throw new ClientRefusal('the channel of that message is gone');
  const seen = messages.list(channel.id, by).find(({ id }) => id === message.id);
  if (!seen && !raw) throw new ClientRefusal(`${by.displayName} does not see that message`);
  const send = (
    payload: (
      situation: ReturnType<typeof situationOf>,
      message: ReturnType<typeof payloadOf>,
    ) => Parameters<typeof sendInteraction>[2],
  ) => {
    const current = payloadOf(messages.get(message.id) ?? message);
    const owners = current.interaction_metadata?.authorizing_integration_owners;
    const situation = situationOf(parts, by, channel, { owners, appPermissions });
    return sendInteraction(parts, by, payload(situation, current));
  };
  return { seen: seen ?? message, send };
}
