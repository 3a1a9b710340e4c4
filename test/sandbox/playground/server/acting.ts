import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  GatewayDispatchEvents,
  Routes,
  type APIInteraction,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../../../src/engines/clock.ts';
import type { SandboxInteraction } from '../../../../packages/stand-ins/discord/interaction.ts';
import type { Message } from '../../../../packages/stand-ins/discord/message.ts';
import type { Person } from '../../../../packages/stand-ins/discord/world.ts';
import { takeAction } from '../../../../packages/stand-ins/playground/take-action.ts';
import type { Action, ActionOutcome } from '../../../../packages/stand-ins/playground/wire.ts';
import { DRAW, received, startBoth } from '../../discord/bot.ts';

/** With an option of every sort that the page knows. */
const PLAN: RESTPostAPIApplicationCommandsJSONBody = {
  name: 'plan',
  description: 'Plans something',
  options: [
    { type: ApplicationCommandOptionType.String, name: 'title', description: 'Its title' },
    { type: ApplicationCommandOptionType.Integer, name: 'days', description: 'How many' },
    { type: ApplicationCommandOptionType.Number, name: 'share', description: 'How much of it' },
    { type: ApplicationCommandOptionType.Boolean, name: 'secret', description: 'Whether' },
    { type: ApplicationCommandOptionType.Attachment, name: 'sketch', description: 'A file' },
    { type: ApplicationCommandOptionType.User, name: 'with', description: 'Whom' },
    { type: ApplicationCommandOptionType.Channel, name: 'where', description: 'Where' },
  ],
};

const KEEP = { type: ApplicationCommandType.Message, name: 'Keep' } as const;

const NO_FILES: ReadonlyMap<string, File> = new Map();

/** Discord with a bot that answers as it is told, and a page on which people act. */
export async function startActing(clock?: Clock) {
  const both = await startBoth(clock);
  const { sandbox, client, rest, answer } = both;
  const body = [DRAW, PLAN, KEEP];
  await rest.put(Routes.applicationCommands(sandbox.applicationId), { body });
  const seen = received(client);
  const answers: unknown[] = [];
  const answered: Promise<unknown>[] = [];
  client.ws.on(GatewayDispatchEvents.InteractionCreate, ({ id, token }: APIInteraction) => {
    const next = answers.shift();
    const route = Routes.interactionCallback(id, token);
    if (next !== undefined) answered.push(rest.post(route, { body: next, auth: false }));
  });
  onTestFinished(async () => {
    await Promise.all(answered);
  });

  /** What was told of each interaction that went out. */
  const told: unknown[] = [];
  const context = {
    discord: sandbox,
    removed: ({ displayName }: Person) => {
      told.push(`${displayName} removed the bot`);
      return Promise.resolve();
    },
    peopleChanged: () => {
      told.push('people');
    },
    sent: ({ id }: SandboxInteraction, about: string, command?: string) => {
      told.push({ id, about, command });
    },
  };
  const act = (by: Pick<Person, 'id'>, action: Action, files = NO_FILES): Promise<ActionOutcome> =>
    takeAction(context, { by: by.id, action }, files);

  const { people, channels } = sandbox.world;
  /** Ada sends `/draw` in #general, and the bot answers like that. */
  const draw = (reply: unknown, options: Record<string, string | number> = {}) => {
    if (reply !== undefined) answers.push(reply);
    const channel = channels.general.id;
    const filled = { prompt: 'a fox', ...options };
    return act(people.ada, { kind: 'command', channel, name: 'draw', options: filled });
  };
  /** A message with these buttons, posted by the bot for Ada. */
  const posted = async (data: object): Promise<Message> => {
    await draw({ type: 4, data });
    const [message] = sandbox.messages(channels.general).slice(-1);
    if (!message) throw new Error('the bot has posted nothing');
    return message;
  };
  return { ...both, answer, seen, answers, told, act, draw, posted, people, channels };
}

/** The components of a message with one button. */
export function button(customId: string, disabled = false) {
  const one = { type: 2, style: 2, custom_id: customId, label: customId, disabled };
  return [{ type: 1, components: [one] }];
}

/** The answer that opens a modal with one field. */
export function modalWith(field: string) {
  const input = { type: 4, custom_id: field, label: field, style: 1, max_length: 10 };
  const components = [{ type: 1, components: [input] }];
  return { type: 9, data: { custom_id: 'form', title: 'Tell me', components } };
}
