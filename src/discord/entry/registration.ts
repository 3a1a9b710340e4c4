import { isDeepStrictEqual } from 'node:util';
import { ApplicationCommandType, Routes, type REST } from 'discord.js';
import { z } from 'zod';
import type { Handlers } from './command.ts';
import { discordFailure } from '../wire/discord-failure.ts';
import { guildsOf } from '../wire/guilds.ts';
import { EVERYWHERE, type Place, type RegisteredPlaces } from './registered-places.ts';

/** A command's definition, ours or Discord's. */
export interface Definition {
  readonly name: string;
  /** Its kind: a slash command where it is left out. */
  readonly type?: number | undefined;
}

/** Which commands there are to be, and where. */
export interface Registration {
  readonly applicationId: string;
  /** Globally where `undefined`. */
  readonly guildId: string | undefined;
  readonly definitions: readonly Definition[];
}

const commandsAnswer = z.array(
  z.looseObject({
    name: z.string(),
    type: z.number().optional(),
    guild_id: z.string().optional(),
  }),
);
type Registered = z.infer<typeof commandsAnswer>[number];

/** The definition of everything that Discord offers to people by itself. */
export function definitionsOf<Services>({
  commands,
  messageCommands,
}: Handlers<Services>): readonly Definition[] {
  return [...commands, ...messageCommands].map(({ definition }) => definition);
}

/**
 * Makes the commands that Discord has equal to the definitions, in one server or globally, and
 * leaves none behind where they were before. What is equal already is not sent. `places` remembers
 * where they were; where it does not know, every server is asked, once.
 *
 * A place is noted before commands are put there, and forgotten once those elsewhere are cleared:
 * after a crash in between, the next call does what is left. `signal` ends it between two requests.
 *
 * @returns how many sets of commands were changed.
 * @throws DatabaseError where the places cannot be noted, and what discord.js throws.
 */
export async function registerCommands(
  rest: REST,
  options: Registration,
  places: RegisteredPlaces,
  signal?: AbortSignal,
): Promise<number> {
  const { applicationId, guildId, definitions } = options;
  const home = guildId ?? EVERYWHERE;
  let changed = 0;
  const put = async (place: Place, wanted: readonly Definition[]) => {
    signal?.throwIfAborted();
    const route = routeTo(applicationId, place);
    if (await hasCommands(rest, route, wanted)) return;
    await rest.put(route, { body: wanted });
    changed += 1;
  };
  const known = places.of(applicationId);
  const before = known ?? (await possiblePlaces(rest, options));
  // Somebody may have registered them everywhere by hand, which is noted nowhere.
  const elsewhere = new Set([EVERYWHERE, ...before]);
  elsewhere.delete(home);
  if (!known?.includes(home)) places.note(applicationId, [home, ...elsewhere]);
  await put(home, definitions);
  for (const place of elsewhere) await put(place, []).catch(unlessNoAccess);
  if (known?.join() !== home) places.note(applicationId, [home]);
  return changed;
}

/** Where commands may be when nothing is remembered. */
async function possiblePlaces(rest: REST, registration: Registration): Promise<readonly Place[]> {
  // An earlier version cleared all other servers before it put them there.
  if (await hasCommands(rest, homeOf(registration), registration.definitions)) return [];
  const found: Place[] = [];
  for await (const { id } of guildsOf(rest)) found.push(id);
  return found;
}

/**
 * Whether people are offered these commands, and each once: they are where they should be, and
 * those of one server are not offered everywhere as well. Changes nothing.
 */
export async function isRegistered(
  rest: REST,
  registration: Registration,
  signal?: AbortSignal,
): Promise<boolean> {
  const { applicationId, guildId, definitions } = registration;
  const everywhere = routeTo(applicationId, EVERYWHERE);
  return (
    (guildId === undefined || (await hasCommands(rest, everywhere, [], signal))) &&
    (await hasCommands(rest, homeOf(registration), definitions, signal))
  );
}

function homeOf({ applicationId, guildId }: Registration): `/${string}` {
  return routeTo(applicationId, guildId ?? EVERYWHERE);
}

function routeTo(applicationId: string, place: Place): `/${string}` {
  return place === EVERYWHERE
    ? Routes.applicationCommands(applicationId)
    : Routes.applicationGuildCommands(applicationId, place);
}

/** A server that does not let the bot see its own commands has none of them. */
function unlessNoAccess(error: unknown): void {
  if (discordFailure(error) !== 'no_access') throw error;
}

async function hasCommands(
  rest: REST,
  route: `/${string}`,
  wanted: readonly Definition[],
  signal?: AbortSignal,
): Promise<boolean> {
  const answer = await rest.get(route, signal && { signal });
  return sameCommands(wanted, commandsAnswer.parse(answer));
}

/** Whether Discord's commands are these. What Discord adds to a command does not count. */
function sameCommands(ours: readonly Definition[], theirs: readonly Registered[]): boolean {
  const byKey = new Map(theirs.map((command) => [keyOf(command), command]));
  return (
    ours.length === theirs.length &&
    ours.every((command) => {
      const there = byKey.get(keyOf(command));
      const skipped = there?.guild_id === undefined ? ADDED : ADDED_IN_GUILD;
      return isDeepStrictEqual(essence(command, skipped), essence(there, skipped));
    })
  );
}

/** One name may stand for a command of each kind. */
function keyOf({ type, name }: Definition): string {
  return `${type ?? ApplicationCommandType.ChatInput} ${name}`;
}

/** Added by Discord, and not part of a definition. */
const ADDED = new Set(['id', 'application_id', 'guild_id', 'version', 'dm_permission', 'handler']);

/** Discord keeps the other two for global commands only (its Application Command object). */
const ADDED_IN_GUILD = new Set([...ADDED, 'contexts', 'integration_types']);

/** A value without what Discord adds, and without what says no more than leaving it out. */
function essence(value: unknown, skipped: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((part) => essence(part, skipped));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, part]) => !skipped.has(key) && !isDefault(part))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, essence(part, skipped)]),
  );
}

function isDefault(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === false ||
    // The description of a command that has none, such as a message command.
    value === '' ||
    (Array.isArray(value) && value.length === 0)
  );
}
