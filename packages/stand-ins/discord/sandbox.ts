import { randomBytes } from 'node:crypto';
import type { APIApplicationCommand } from 'discord.js';
import { type Clock, systemClock } from '../../../src/engines/clock.ts';
import { Loopback } from '../loopback.ts';
import { Cdn } from './cdn.ts';
import { CommandRegistry, type CommandScope, type Registration } from './command-registry.ts';
import { EntitlementBook } from './entitlement-book.ts';
import { Gateway } from './gateway.ts';
import { InteractionsEndpoint } from './interactions-endpoint.ts';
import { InteractionBook } from './interaction-book.ts';
import { ANSWER_WITHIN_MS, type SandboxInteraction } from './interaction.ts';
import { MessageStore } from './message-store.ts';
import type { Message, MessageChange } from './message.ts';
import { fileOf, People, type ModalUse } from './people.ts';
import { withMeasuredFiles, withMeasuredUploads } from './picture-size.ts';
import { discordRoutes } from './rest/routes.ts';
import { SessionStarts } from './session-starts.ts';
import { Snowflakes } from './snowflake.ts';
import type { CommandTyping, CommandUse, MessageCommandUse } from './use-command.ts';
import type { ButtonUse, SelectUse } from './use-component.ts';
import { waitForMessage, type WaitOptions } from './wait-for-message.ts';
import { botUser } from './person-object.ts';
import { World, type Channel, type Person } from './world.ts';

/**
 * Discord on loopback: REST v10, gateway and CDN for one bot, and the people of one server, who do
 * what a test or demo tells them. It checks what the bot sends as Discord does.
 */
export class DiscordSandbox {
  /** The REST server: what it was asked, and faults to come. */
  readonly rest: Loopback;
  /** The CDN's server. */
  readonly cdn: Loopback;
  readonly token: string;
  readonly applicationId: string;
  /** Of the bot's user: different from its application's, as with older applications. */
  readonly botId: string;
  readonly botName = 'Darkroom';
  readonly world: World;
  readonly gateway: Gateway;
  /** Where the bot's interactions are posted, if they are. */
  readonly endpoint: InteractionsEndpoint;
  /** What people bought of the application. */
  readonly entitlements: EntitlementBook;
  readonly #cdn: Cdn;
  readonly #messages: MessageStore;
  readonly #commands: CommandRegistry;
  readonly #people: People;
  readonly #interactions = new InteractionBook();
  readonly #closing = new AbortController();

  private constructor(clock: Clock, answerWithinMs: number, limited: boolean) {
    const snowflakes = new Snowflakes(clock);
    this.rest = new Loopback(clock);
    this.cdn = new Loopback(clock);
    this.applicationId = snowflakes.next();
    const applicationId = this.applicationId;
    this.botId = snowflakes.next();
    this.token = `${Buffer.from(applicationId).toString('base64url')}.${randomBytes(24).toString('base64url')}`;
    const bot = botUser(this.botId, this.botName);
    this.world = new World(snowflakes);
    const { token, world } = this;
    this.endpoint = new InteractionsEndpoint(clock);
    const cdn = new Cdn(this.cdn, clock);
    this.#cdn = cdn;
    const interactions = this.#interactions;
    this.#messages = new MessageStore({ clock, snowflakes, cdn, world, bot });
    this.#commands = new CommandRegistry({ clock, snowflakes, applicationId });
    const messages = this.#messages;
    const commands = this.#commands;
    const gatewayUrl = () => `${this.rest.url.replace(/^http/, 'ws')}/gateway`;
    const starts = new SessionStarts(clock);
    const identity = { token, bot, applicationId, guildId: world.guild.id, starts };
    this.gateway = new Gateway(this.rest.server, gatewayUrl, identity);
    this.entitlements = new EntitlementBook({
      ...{ clock, snowflakes, applicationId },
      gateway: this.gateway,
    });
    this.#people = new People({
      clock,
      closing: this.#closing.signal,
      answerWithinMs,
      snowflakes,
      world,
      cdn,
      commands,
      messages,
      interactions,
      gateway: this.gateway,
      endpoint: this.endpoint,
      entitlements: this.entitlements,
      applicationId,
    });
    discordRoutes(this.rest.app, {
      clock,
      token,
      applicationId,
      bot,
      gatewayUrl,
      gateway: this.gateway,
      endpoint: this.endpoint,
      world,
      messages,
      commands,
      interactions,
      entitlements: this.entitlements,
      limited,
    });
  }

  /**
   * Starts both servers, on ports of their own unless one is named for REST and gateway.
   * `answerWithinMs`: how long it waits for a first answer; Discord itself waits for 3 s. `limited`:
   * whether it counts requests as Discord does, and refuses those that are too many.
   */
  static async start({
    clock = systemClock,
    port,
    answerWithinMs = ANSWER_WITHIN_MS,
    limited = false,
  }: {
    clock?: Clock;
    port?: number;
    answerWithinMs?: number;
    limited?: boolean;
  } = {}): Promise<DiscordSandbox> {
    const sandbox = new DiscordSandbox(clock, answerWithinMs, limited);
    await sandbox.cdn.listen();
    await sandbox.rest.listen(port);
    return sandbox;
  }

  /** What a bot uses in place of `https://discord.com/api`. */
  get apiUrl(): string {
    return `${this.rest.url}/api`;
  }

  /** What a bot uses in place of `https://cdn.discordapp.com`. */
  get cdnUrl(): string {
    return this.cdn.url;
  }

  /** Every bulk overwrite of commands so far. */
  get registrations(): readonly Registration[] {
    return this.#commands.registrations;
  }

  /**
   * Resolves once a bot is connected and has had READY, or has resumed. At once if interactions are
   * posted.
   */
  async connected(): Promise<void> {
    if (this.endpoint.url === undefined) await this.gateway.connected();
  }

  /** Calls the listener after every bulk overwrite of commands. Returns what stops that. */
  onRegistration(listener: (registration: Registration) => void): () => void {
    return this.#commands.onRegistration(listener);
  }

  /** The commands registered everywhere (`global`) or in the server with that id. */
  commands(scope: CommandScope): readonly APIApplicationCommand[] {
    return this.#commands.get(scope);
  }

  /**
   * Sends a command, once a bot is connected. Rejects where Discord's form would not let it
   * through, unless `raw`.
   */
  async command(use: CommandUse): Promise<SandboxInteraction> {
    await this.connected();
    const options = await withMeasuredFiles(use.options ?? {});
    return this.#people.command({ ...use, options });
  }

  /** Picks a command in the menu of a message, under the same conditions. */
  async messageCommand(use: MessageCommandUse): Promise<SandboxInteraction> {
    await this.connected();
    return this.#people.messageCommand(use);
  }

  /** Presses a button, once a bot is connected. Rejects where that is not possible, unless `raw`. */
  async click(use: ButtonUse): Promise<SandboxInteraction> {
    await this.connected();
    return this.#people.click(use);
  }

  /** Chooses from a select of a message, under the same conditions. */
  async choose(use: SelectUse): Promise<SandboxInteraction> {
    await this.connected();
    return this.#people.choose(use);
  }

  /** Types into an option with autocomplete; the answer holds the choices. */
  async autocomplete(use: CommandTyping): Promise<SandboxInteraction> {
    await this.connected();
    return this.#people.autocomplete(use);
  }

  /** Sends the modal that the bot opened in answer to an interaction. */
  async submitModal(use: ModalUse): Promise<SandboxInteraction> {
    await this.connected();
    const fields = await withMeasuredUploads(use.fields);
    return this.#people.submitModal({ ...use, fields });
  }

  /** Lets a person write a message, which the bot does not hear of. */
  say(use: Parameters<People['say']>[0]): Message {
    return this.#people.say(use);
  }

  /** Sends an interaction's event once more, as Discord sometimes does. */
  deliver(interaction: SandboxInteraction): void {
    this.#people.deliver(interaction);
  }

  /** Ends the token of every interaction so far, as if 15 minutes had passed. */
  endTokens(): void {
    this.#interactions.endTokens();
  }

  /** Ends every address of a file so far, as if a day had passed. Messages read anew have others. */
  endAddresses(): void {
    this.#cdn.endAddresses();
  }

  /** The messages that notified somebody, in order. No edit does. */
  pings(person: Person): Message[] {
    return this.#messages
      .all()
      .filter(({ pings }) => pings.some(({ userId }) => userId === person.id));
  }

  /** Sends anything over the gateway. */
  dispatch(event: string, data: unknown): void {
    this.gateway.dispatch(event, data);
  }

  /** A channel's messages in order, as a person sees them; without a person, every one. */
  messages(channel: Channel, seenBy?: Person): Message[] {
    return this.#messages.list(channel.id, seenBy ?? 'everybody');
  }

  message(id: string): Message | undefined {
    return this.#messages.get(id);
  }

  /** The bytes of a message's file. Throws where it has none by that name. */
  file(message: Message, name: string): Buffer {
    return fileOf(this.#messages, message, name);
  }

  /** Calls the listener after every change to a message. Returns what stops that. */
  onMessage(listener: (change: MessageChange) => void): () => void {
    return this.#messages.onChange(listener);
  }

  /** The first message that fits, now or after a change. Rejects with a list of those there are. */
  waitFor(fits: (message: Message) => boolean, options?: WaitOptions): Promise<Message> {
    return waitForMessage(this.#messages, () => this.#messages.all(), fits, options);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.gateway.close();
    await Promise.all([this.rest.close(), this.cdn.close()]);
  }
}
