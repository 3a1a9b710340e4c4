import { ComponentType, InteractionType } from 'discord.js';
import { expect } from 'vitest';
import type {
  ComponentPayload,
  InteractionPayload,
} from '../../packages/stand-ins/discord/interaction-payload.ts';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import { payloadOf, type Message } from '../../packages/stand-ins/discord/message.ts';
import type { Person } from '../../packages/stand-ins/discord/world.ts';
import type { Studio } from '../support/studio.ts';

/** Who forges something, and under which message. `direct`: it says that it comes from direct messages. */
interface ForgedBy {
  readonly by: Person;
  readonly message: Message;
  readonly direct?: boolean;
}

/** A click that the bot gets to hear as `change` makes it, with a token that works. */
export async function forgedClick(
  studio: Studio,
  { by, message, direct = false }: ForgedBy,
  change: (payload: ComponentPayload) => object,
): Promise<SandboxInteraction> {
  const { discord } = studio;
  const lost = await unanswered(studio, () =>
    discord.click({ by, message, customId: 'v1:nothing:lost', raw: true }),
  );
  const { payload } = lost;
  if (payload.type !== InteractionType.MessageComponent) throw new Error('that was no click');
  discord.dispatch('INTERACTION_CREATE', { ...change(payload), ...(direct && outside(payload)) });
  return lost;
}

/** As it comes from direct messages. */
function outside({ member }: ComponentPayload): object {
  return { guild_id: undefined, member: undefined, user: member?.user };
}

/**
 * A form that the bot gets to hear of, whether or not it opened one. `from`: the message whose component opened it, that
 * one unless something else is said; none for a form that a command opened.
 */
export async function forgedForm(
  studio: Studio,
  about: ForgedBy & { readonly from?: Message | undefined },
  customId: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<SandboxInteraction> {
  const from = 'from' in about ? about.from : about.message;
  return forgedClick(studio, about, (payload) => ({
    ...payload,
    type: InteractionType.ModalSubmit,
    data: {
      custom_id: customId,
      components: Object.entries(fields).map(([custom_id, value]) => ({
        type: ComponentType.Label,
        component: { type: ComponentType.TextInput, custom_id, value },
      })),
    },
    message: from && { ...payloadOf(from), content: from.content },
  }));
}

/** The same for a command of Ada's. */
export async function forgedCommand(
  studio: Studio,
  change: (payload: InteractionPayload) => object,
): Promise<SandboxInteraction> {
  const { discord } = studio;
  const { people, channels } = discord.world;
  const lost = await unanswered(studio, () =>
    discord.command({ by: people.ada, in: channels.restricted, name: 'nothing', raw: true }),
  );
  discord.dispatch('INTERACTION_CREATE', change(lost.payload));
  return lost;
}

/** Something that did nothing, and whose answer never got to Discord: it can be answered again. */
async function unanswered(
  { discord, logged }: Studio,
  act: () => Promise<SandboxInteraction>,
): Promise<SandboxInteraction> {
  const body = JSON.stringify({ code: 50035, message: 'Invalid Form Body' });
  const headers = { 'content-type': 'application/json' };
  discord.rest.fault({ path: /callback/, answer: { status: 400, headers, body } });
  const interaction = await act();
  // Until the bot is done with it, the same interaction is not taken again.
  await expect
    .poll(() => logged.some((line) => isUnanswered(line, interaction)), { interval: 5 })
    .toBe(true);
  return interaction;
}

function isUnanswered(line: string, { id }: SandboxInteraction): boolean {
  return line.includes(id) && /an interaction (was lost|failed)/.test(line);
}
