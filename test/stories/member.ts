import {
  type APIModalInteractionResponseCallbackData as Modal,
  InteractionResponseType,
  Locale,
  MessageFlags,
} from 'discord.js';
import { buttonsOf } from '../../packages/stand-ins/discord/buttons.ts';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import type { ModalValue } from '../../packages/stand-ins/discord/modal-value.ts';
import {
  isFile,
  type OptionValue,
  type OptionValues,
  type PersonsFile,
} from '../../packages/stand-ins/discord/option-value.ts';
import { selectsOf } from '../../packages/stand-ins/discord/selects.ts';
import type { Channel, Person } from '../../packages/stand-ins/discord/world.ts';
import type { Stage } from './stage.ts';
import { formFields, formText, messageText } from './trace/message-text.ts';

export type Values = Readonly<Record<string, OptionValue | Member>>;

export interface Act {
  /** The name of a channel, or `direct messages`. Default: general. */
  readonly in?: string;
  /** The message that it is about. Default: the newest that has what is named. */
  readonly on?: Message | undefined;
  /** Whether the bot cannot answer: then waits for its first try only. */
  readonly isUnanswered?: boolean;
}

type Interactive = Promise<SandboxInteraction>;

/** A person in a story. Each verb waits until the bot has answered, and returns the message, if there is one. */
export class Member {
  readonly person: Person;
  readonly #stage: Stage;
  #form: { readonly interaction: SandboxInteraction; readonly modal: Modal } | undefined;

  constructor(stage: Stage, person: Person) {
    this.#stage = stage;
    this.person = person;
  }

  /** Sends a command, such as `/moderation role`. */
  runs(command: string, values: Values = {}, act: Act = {}): Promise<Message | undefined> {
    const [name = '', ...path] = command.replace('/', '').split(' ');
    const channel = this.channel(act.in);
    const options = plain(values);
    const text = `runs ${[command, ...Object.entries(options).map(optionText)].join(' ')}`;
    const where = act.in === undefined ? text : `${text} in ${act.in}`;
    return this.#does(where, act, () =>
      this.#stage.discord.command({
        by: this.person,
        in: channel,
        name,
        options,
        ...(path.length > 0 && { subcommand: path.join(' ') }),
      }),
    );
  }

  /** Types into an option of a command, and sees what is offered. */
  types(command: string, option: string, typed: string): Promise<Message | undefined> {
    const [name = '', ...path] = command.replace('/', '').split(' ');
    return this.#does(`types “${typed}” into ${option} of ${command}`, {}, () =>
      this.#stage.discord.autocomplete({
        by: this.person,
        in: this.channel(undefined),
        name,
        focused: option,
        options: { [option]: typed },
        ...(path.length > 0 && { subcommand: path.join(' ') }),
      }),
    );
  }

  /** Presses a button. */
  async presses(label: string, act: Act = {}): Promise<Message | undefined> {
    const { discord } = this.#stage;
    const message = await this.#find(`the button ${label}`, act, (one) =>
      buttonsOf(one).some((button) => button.label === label && button.disabled !== true),
    );
    return this.#does(`presses ${label} on ${message.id}`, act, () =>
      discord.click({ by: this.person, message, label }),
    );
  }

  /** Chooses from a menu, named by its placeholder, one or more of what it offers. */
  async chooses(menu: string, labels: string | readonly string[], act: Act = {}) {
    const { discord } = this.#stage;
    const menuOf = (one: Message) => selectsOf(one).find(({ placeholder }) => placeholder === menu);
    const message = await this.#find(`the menu ${menu}`, act, (one) => menuOf(one) !== undefined);
    const select = menuOf(message);
    const wanted = [labels].flat();
    const values = (select?.options ?? [])
      .filter(({ label }) => wanted.includes(label))
      .map(({ value }) => value);
    if (values.length !== wanted.length)
      throw new Error(`${menu} does not offer all of ${wanted.join()}`);
    return this.#does(`chooses ${wanted.join(', ')} from ${menu} on ${message.id}`, act, () =>
      discord.choose({ by: this.person, message, customId: select?.custom_id ?? '', values }),
    );
  }

  /** Picks an entry in the menu of a message. */
  picks(entry: string, message: Message, act: Act = {}): Promise<Message | undefined> {
    return this.#does(`picks ${entry} in the menu of ${message.id}`, act, () =>
      this.#stage.discord.messageCommand({ by: this.person, message, name: entry }),
    );
  }

  /** Fills in fields, by their labels, of the form that the bot opened, and sends it. */
  fills(title: string, values: Readonly<Record<string, ModalValue>>, act: Act = {}) {
    const form = this.#form;
    if (form?.modal.title !== title) {
      throw new Error(`the form that is open is ${form?.modal.title ?? 'none'}`);
    }
    const { interaction, modal } = form;
    const fields = Object.entries(values).map(([label, value]) => {
      const field = formFields(modal).find((one) => one.label === label);
      if (!field) throw new Error(`there is no field ${label} in the ${formText(modal)}`);
      const sent = typeof value === 'string' ? (field.choices.get(value) ?? value) : value;
      return [field.customId, sent] as const;
    });
    const text = Object.entries(values).map(fieldText).join(', ');
    return this.#does(`fills in “${title}” { ${text} }`, act, () =>
      this.#stage.discord.submitModal({
        by: this.person,
        interaction,
        fields: Object.fromEntries(fields),
      }),
    );
  }

  /** Writes a message, which the bot does not hear of. */
  says(content: string, files: readonly PersonsFile[] = [], act: Act = {}): Message {
    this.#stage.trace.act(
      `${this.name} writes “${content}”${files.map(({ name }) => ` <${name}>`).join('')}`,
    );
    const where = this.channel(act.in);
    const message = this.#stage.discord.say({ by: this.person, in: where, content, files });
    this.#stage.trace.names.add(message.id, `${this.name}'s message`);
    return message;
  }

  /** Waits until a message that this person sees has the text, which is then in the trace. */
  async sees(text: string, act: Act = {}): Promise<Message> {
    const message = await this.#find(`“${text}”`, act, (one) =>
      messageText(one).some((line) => line.includes(text)),
    );
    const number = this.#stage.trace.act(`${this.name} sees “${text}” in ${message.id}`);
    this.#stage.trace.seen(number, message.id);
    return message;
  }

  /** Speaks another language from now on, such as `French`. */
  speaks(language: keyof typeof Locale): void {
    this.#stage.trace.act(`${this.name}'s Discord is in ${language}`);
    this.#stage.discord.world.locales.set(this.person.id, Locale[language]);
  }

  /** Takes no direct messages from now on. */
  closesDirectMessages(): void {
    this.#stage.trace.act(`${this.name} closes their direct messages`);
    this.#stage.discord.world.setDirectMessages(this.person, false);
  }

  /** Buys a SKU that the application offers. */
  buys(sku: string): void {
    this.#stage.trace.act(`${this.name} buys ${sku}`);
    this.#stage.discord.entitlements.buy(sku, { by: this.person });
  }

  get name(): string {
    return this.person.displayName;
  }

  async #does(text: string, act: Act, send: () => Interactive): Promise<Message | undefined> {
    const { trace } = this.#stage;
    const number = trace.act(`${this.name} ${text}`);
    const interaction = await send();
    trace.sent(number, interaction.id);
    if (act.isUnanswered === true) {
      await this.#stage.until('a first answer that is lost', () =>
        this.#stage.hasTriedToAnswer(interaction.id),
      );
      trace.outcome(number, 'gets no answer');
      return undefined;
    }
    const { type, message, modal, choices } = await interaction.answered;
    if (modal) {
      this.#form = { interaction, modal };
      trace.outcome(number, `gets the ${formText(modal)}`);
    }
    if (choices)
      trace.outcome(
        number,
        `is offered ${choices.map(({ name }) => name).join(' | ') || 'nothing'}`,
      );
    if (!message) return undefined;
    const answer = await this.#stage.until('an answer that was deferred', () => {
      const now = this.#stage.discord.message(message.id);
      return now && (now.flags & MessageFlags.Loading) === 0 ? now : undefined;
    });
    if (type === InteractionResponseType.DeferredMessageUpdate) return answer;
    this.#stage.noteAnswer(interaction.id, number, answer);
    await this.#stage.jobRows();
    return answer;
  }

  /** The newest message that this person sees and that fits, now or later. */
  #find(what: string, { on }: Act, fits: (message: Message) => boolean): Promise<Message> {
    const { discord } = this.#stage;
    return this.#stage.until(`${this.name} to find ${what}`, () => {
      const seen = on
        ? [discord.message(on.id)]
        : this.#stage
            .channelsOf(this.person)
            .flatMap((channel) => discord.messages(channel, this.person))
            .sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
      return seen.findLast((message) => message !== undefined && fits(message));
    });
  }

  /** A channel that this person sees, to be filled in as an option. */
  channel(name = 'general'): Channel {
    const found = this.#stage
      .channelsOf(this.person)
      .find((channel) => ('name' in channel ? channel.name : 'direct messages') === name);
    if (!found) throw new Error(`there is no channel ${name}`);
    return found;
  }
}

function plain(values: Values): OptionValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value instanceof Member ? value.person : value,
    ]),
  );
}

function optionText([name, value]: [string, OptionValue]): string {
  return `${name}:${valueText(value)}`;
}

function fieldText([name, value]: [string, ModalValue]): string {
  const values = typeof value === 'object' ? value : [value];
  return `${name}: ${values.map((one) => (typeof one === 'object' ? one.name : String(one))).join(', ')}`;
}

function valueText(value: OptionValue): string {
  if (typeof value !== 'object') return String(value);
  if (isFile(value)) return value.name;
  return value.id;
}
