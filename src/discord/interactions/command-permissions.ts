import { ApplicationCommandPermissionType, ApplicationCommandType, Routes } from 'discord.js';
import { z } from 'zod';
import type { Clock } from '../../engines/clock.ts';
import { KeptAnswers } from '../../engines/kept-answers.ts';
import { BotError } from '../../errors/errors.ts';
import { lookUp, type RestCalls } from '../rest/rest.ts';
import { administrates } from './permissions.ts';
import type { InteractionBase } from './interaction.ts';

/*
 * Who may use a command in a server, as its managers set it under Server Settings, Integrations. Discord
 * holds to that for commands, and knows nothing of buttons that do the same.
 *
 * Sources: https://docs.discord.com/developers/interactions/application-commands#permissions and
 * https://support.discord.com/hc/en-us/articles/10952896421783 (a command's own settings override only what
 * the application's say of the same role, member or channel).
 */

/** Whether a role, member or channel may be used for a command. */
interface CommandPermission {
  /** @everyone's is the server's; that of all channels is one less. */
  readonly id: string;
  readonly type: number;
  readonly permission: boolean;
}

/** The settings of a command, or, under the application's id, of all its commands. */
export interface CommandPermissions {
  readonly id: string;
  readonly permissions: readonly CommandPermission[];
}

/** Who wants to use a command, and where. */
export interface CommandUser {
  readonly guildId: string;
  readonly userId: string;
  readonly roles: readonly string[];
  /** The channel, and its parent if it is a thread. `undefined` outside the server. */
  readonly channels: readonly string[] | undefined;
}

/** Whether a server's settings let a member use a command there. Those of administrators do not count. */
export function maySettingsAllow(
  settings: readonly CommandPermissions[],
  { commandId, applicationId }: { readonly commandId: string; readonly applicationId: string },
  { guildId, userId, roles, channels }: CommandUser,
): boolean {
  const merged = new Map<string, boolean>();
  for (const id of [applicationId, commandId]) {
    for (const one of settings.find((those) => those.id === id)?.permissions ?? []) {
      merged.set(`${one.type} ${one.id}`, one.permission);
    }
  }
  const { Channel, Role, User } = ApplicationCommandPermissionType;
  const set = (type: number, id: string) => merged.get(`${type} ${id}`);
  const everywhere = set(Channel, String(BigInt(guildId) - 1n));
  const isChannelAllowed =
    channels === undefined ||
    (decided(channels.map((id) => set(Channel, id))) ?? everywhere ?? true);
  const ofRoles = roles.filter((id) => id !== guildId).map((id) => set(Role, id));
  const isMemberAllowed = set(User, userId) ?? decided(ofRoles) ?? set(Role, guildId) ?? true;
  return isChannelAllowed && isMemberAllowed;
}

/** Allowed if any setting allows, else forbidden if any forbids. */
function decided(settings: readonly (boolean | undefined)[]): boolean | undefined {
  if (settings.includes(true)) return true;
  return settings.includes(false) ? false : undefined;
}

const permissionsAnswer = z.array(
  z.object({
    id: z.string(),
    permissions: z.array(z.object({ id: z.string(), type: z.number(), permission: z.boolean() })),
  }),
);
const commandsAnswer = z.array(
  z.object({ id: z.string(), name: z.string(), type: z.number().optional() }),
);

/** How long an answer is good for, and how long none is asked for after a failure. */
const KEEP_MS = 5 * 60_000;
const RETRY_MS = 30_000;
/** Servers whose settings are kept. */
const MOST_KEPT = 1_000;

export interface CommandPermissionsOptions {
  readonly calls: RestCalls;
  readonly applicationId: string;
  /** The server in which the commands are registered; `undefined`: globally. */
  readonly registeredIn: string | undefined;
  readonly clock: Pick<Clock, 'now'>;
}

/** Reads each server's settings once in a while. */
export class CommandPermissionsReader {
  readonly #options: CommandPermissionsOptions;
  readonly #settings: KeptAnswers<string, readonly CommandPermissions[]>;
  readonly #commands: KeptAnswers<'commands', ReadonlyMap<string, string>>;

  constructor(options: CommandPermissionsOptions) {
    this.#options = options;
    const kept = { keepMs: KEEP_MS, retryMs: RETRY_MS, most: MOST_KEPT, clock: options.clock };
    this.#settings = new KeptAnswers(kept);
    this.#commands = new KeptAnswers(kept);
  }

  /**
   * Checks that a member may use a command by name, unless they just did. Passes if Discord does not say in
   * time who may.
   *
   * @throws BotError `command_forbidden`.
   */
  async require(
    interaction: Pick<InteractionBase, 'command' | 'permissions'>,
    command: string,
    user: CommandUser,
  ): Promise<void> {
    // Discord let them.
    if (interaction.command === command || administrates(interaction)) return;
    const settings = await this.#settingsOf(user.guildId);
    // As in most servers.
    if (!settings || settings.length === 0) return;
    const { applicationId } = this.#options;
    const commandId = (await this.#commandIds())?.get(command) ?? '';
    if (maySettingsAllow(settings, { commandId, applicationId }, user)) return;
    throw new BotError('command_forbidden', { facts: { command: `/${command}` } });
  }

  #settingsOf(guildId: string): Promise<readonly CommandPermissions[] | undefined> {
    const { calls, applicationId } = this.#options;
    const route = Routes.guildApplicationCommandsPermissions(applicationId, guildId);
    return this.#settings.of(guildId, () => lookUp(calls, route, permissionsAnswer));
  }

  /** Ids of the slash commands, by name. */
  #commandIds(): Promise<ReadonlyMap<string, string> | undefined> {
    const { calls, applicationId, registeredIn } = this.#options;
    const route =
      registeredIn === undefined
        ? Routes.applicationCommands(applicationId)
        : Routes.applicationGuildCommands(applicationId, registeredIn);
    return this.#commands.of('commands', async () => {
      const commands = await lookUp(calls, route, commandsAnswer);
      const slash = commands?.filter(({ type }) => type === ApplicationCommandType.ChatInput);
      return slash && new Map(slash.map(({ id, name }) => [name, id]));
    });
  }
}
