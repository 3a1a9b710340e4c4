import { Locale } from 'discord.js';
import { ClientRefusal } from '../discord/client-refusal.ts';
import type { SandboxInteraction } from '../discord/interaction.ts';
import type { ModalFields } from '../discord/modal-form.ts';
import type { ModalValue } from '../discord/modal-value.ts';
import type { OptionValue, PersonsFile } from '../discord/option-value.ts';
import type { DiscordSandbox } from '../discord/sandbox.ts';
import type { Channel, Person } from '../discord/world.ts';
import type { Message } from '../discord/message.ts';
import { refund } from './shop.ts';
import type { Action, ActionOutcome, ActionRequest, FieldInput, OptionInput } from './wire.ts';

/** Discord's languages, by their codes. */
const LANGUAGES = new Map(
  Object.values(Locale).map((locale): [string, Locale] => [locale, locale]),
);

/** Where people act, and who is told. */
export interface ActionContext {
  readonly discord: DiscordSandbox;
  /** Hears that somebody is not as they were. */
  readonly peopleChanged: () => void;
  /** Hears that somebody has removed the bot from their apps. */
  readonly removed: (person: Person) => Promise<void>;
  /** Hears of every interaction that goes to the bot, and what it is about. */
  readonly sent: (interaction: SandboxInteraction, about: string, command?: string) => void;
}

/** Does in the sandbox what somebody does on the page. Rejects only if the sandbox itself fails. */
export async function takeAction(
  context: ActionContext,
  { by, action }: ActionRequest,
  files: ReadonlyMap<string, File>,
): Promise<ActionOutcome> {
  const { discord } = context;
  try {
    const person = found(discord.world.person(by), 'person');
    if (action.kind === 'say') {
      discord.say({ by: person, in: channelOf(discord, action), content: action.content });
      return { kind: 'done' };
    }
    if (isAboutAccount(action)) {
      await changeAccount(context, person, action);
      context.peopleChanged();
      return { kind: 'done' };
    }
    const picked = await read(files);
    // Only now: the bot may have gone meanwhile, and whoever acts does not wait for the next one.
    if (discord.gateway.connections === 0) return { kind: 'no-answer' };
    const interaction = await cause(context, person, action, picked);
    return await outcomeOf(interaction);
  } catch (error) {
    if (!(error instanceof ClientRefusal)) throw error;
    return { kind: 'refused', problem: sentence(error.message) };
  }
}

const ABOUT_ACCOUNT = ['direct-messages', 'install', 'language', 'buy', 'refund'] as const;
type AccountAction = Extract<Action, { kind: (typeof ABOUT_ACCOUNT)[number] }>;

function isAboutAccount(action: Action): action is AccountAction {
  return ABOUT_ACCOUNT.some((kind) => kind === action.kind);
}

async function changeAccount(
  { discord, removed }: ActionContext,
  by: Person,
  action: AccountAction,
): Promise<void> {
  const { world, entitlements } = discord;
  switch (action.kind) {
    case 'direct-messages':
      world.setDirectMessages(by, action.on);
      return;
    case 'install':
      world.setInstalled(by, action.on);
      if (!action.on) await removed(by);
      return;
    case 'language':
      world.locales.set(by.id, found(LANGUAGES.get(action.language), 'language'));
      return;
    case 'buy':
      entitlements.buy(action.offer, { by });
      return;
    case 'refund':
      refund(discord, by, action.offer);
  }
}

async function cause(
  { discord, sent }: ActionContext,
  by: Person,
  action: Exclude<Action, AccountAction | { kind: 'say' }>,
  files: ReadonlyMap<string, PersonsFile>,
): Promise<SandboxInteraction> {
  switch (action.kind) {
    case 'command': {
      const options = valuesOf(discord, action.options, files);
      const use = { ...action, by, in: channelOf(discord, action), options };
      const interaction = await discord.command(use);
      const command = [action.name, action.subcommand].filter(Boolean).join(' ');
      sent(interaction, `/${command}`, command);
      return interaction;
    }
    case 'autocomplete': {
      const use = { ...action, by, in: channelOf(discord, action) };
      const interaction = await discord.autocomplete(use);
      sent(interaction, `/${action.name} ${action.focused}`);
      return interaction;
    }
    case 'message-command': {
      const { name } = action;
      const message = messageOf(discord, action);
      const interaction = await discord.messageCommand({ by, message, name });
      sent(interaction, name, name);
      return interaction;
    }
    case 'button': {
      const { customId } = action;
      const message = messageOf(discord, action);
      const interaction = await discord.click({ by, message, customId });
      sent(interaction, customId);
      return interaction;
    }
    case 'select': {
      const { customId, values } = action;
      const message = messageOf(discord, action);
      const interaction = await discord.choose({ by, message, customId, values });
      sent(interaction, `${customId} ${values.join(' ')}`.trim());
      return interaction;
    }
    case 'modal': {
      const { interaction: id } = action;
      const fields = fieldsOf(action.fields, files);
      const interaction = await discord.submitModal({ by, interaction: { id }, fields });
      sent(interaction, 'a form');
      return interaction;
    }
  }
}

async function outcomeOf(interaction: SandboxInteraction): Promise<ActionOutcome> {
  const answer = await interaction.answered.catch(() => undefined);
  if (!answer) return { kind: 'no-answer' };
  const { modal, choices } = answer;
  if (choices) return { kind: 'choices', choices };
  if (!modal) return { kind: 'done' };
  return { kind: 'modal', interaction: interaction.id, modal };
}

async function read(files: ReadonlyMap<string, File>): Promise<ReadonlyMap<string, PersonsFile>> {
  const entries = [...files].map(
    async ([field, file]) => [field, { name: file.name, bytes: await file.bytes() }] as const,
  );
  return new Map(await Promise.all(entries));
}

function valuesOf(
  { world }: DiscordSandbox,
  inputs: Readonly<Record<string, OptionInput>>,
  files: ReadonlyMap<string, PersonsFile>,
): Record<string, OptionValue> {
  const value = (input: OptionInput): OptionValue => {
    if (typeof input !== 'object') return input;
    if ('user' in input) return found(world.person(input.user), 'person');
    if ('channel' in input) return found(world.channel(input.channel), 'channel');
    return found(files.get(input.file), 'file');
  };
  return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, value(input)]));
}

function fieldsOf(
  inputs: Readonly<Record<string, FieldInput>>,
  files: ReadonlyMap<string, PersonsFile>,
): ModalFields {
  const value = (input: FieldInput): ModalValue =>
    typeof input === 'object' && 'files' in input
      ? input.files.map((name) => found(files.get(name), 'file'))
      : input;
  return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, value(input)]));
}

function channelOf({ world }: DiscordSandbox, { channel }: { readonly channel: string }): Channel {
  return found(world.channel(channel), 'channel');
}

function messageOf(discord: DiscordSandbox, { message }: { readonly message: string }): Message {
  return found(discord.message(message), 'message');
}

function found<T>(thing: T | undefined, what: string): T {
  if (thing === undefined) throw new ClientRefusal(`that ${what} is not there any more`);
  return thing;
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
