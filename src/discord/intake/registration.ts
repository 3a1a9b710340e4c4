import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ApplicationCommandType, type REST, Routes } from 'discord.js';
import { z } from 'zod';
import { flush } from '../../store/database-files.ts';
import { DatabaseError } from '../../store/database.ts';
import { discordFailure } from '../rest/discord-failure.ts';
import { type Handlers, IN_SERVERS } from './handlers.ts';

/** A command's definition, ours or Discord's. */
export interface Definition {
  readonly name: string;
  /** The kind of command. Default: a slash command. */
  readonly type?: number | undefined;
}

/** Which commands to register, and where. */
export interface Registration {
  readonly applicationId: string;
  /** `undefined`: globally. */
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

/** The definitions of all commands. `worksOutside`: whether users can install them for themselves. */
export function definitionsOf<Services>(
  { commands, messageCommands }: Handlers<Services>,
  { worksOutside }: { readonly worksOutside: boolean } = { worksOutside: false },
): readonly Definition[] {
  const definitions = [...commands, ...messageCommands].map(({ definition }) => definition);
  return worksOutside ? definitions : definitions.map((one) => ({ ...one, ...IN_SERVERS }));
}

/**
 * Makes Discord's commands equal to the definitions, in one server or globally, and removes those
 * registered elsewhere before. Sends nothing that is equal already. `places` remembers earlier
 * places; if it has none, every server is checked once.
 *
 * A place is stored before commands are registered there, and forgotten once the others are
 * cleared, so the next call finishes after a crash. `signal` stops between two requests.
 *
 * @returns how many command sets were changed.
 * @throws DatabaseError if the places cannot be stored, and what discord.js throws.
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
  // The operator may have registered them globally by hand, which is not recorded.
  const elsewhere = new Set([EVERYWHERE, ...before]);
  elsewhere.delete(home);
  if (!known?.includes(home)) places.note(applicationId, [home, ...elsewhere]);
  await put(home, definitions);
  for (const place of elsewhere) await put(place, []).catch(unlessNoAccess);
  if (known?.join() !== home) places.note(applicationId, [home]);
  return changed;
}

/** Where commands may be if nothing is remembered. */
async function possiblePlaces(rest: REST, registration: Registration): Promise<readonly Place[]> {
  // An earlier version cleared all other servers before it registered them there.
  if (await hasCommands(rest, homeOf(registration), registration.definitions)) return [];
  const found: Place[] = [];
  for await (const { id } of guildsOf(rest)) found.push(id);
  return found;
}

/**
 * Whether these commands are registered where they should be, and only once: those of one server
 * must not be global too. Changes nothing.
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

/** A server that denies the bot access to its commands has none of them. */
function unlessNoAccess(error: unknown): void {
  if (discordFailure(error) !== 'no_access') throw error;
}

async function hasCommands(
  rest: REST,
  route: `/${string}`,
  wanted: readonly Definition[],
  signal?: AbortSignal,
): Promise<boolean> {
  // Without it, Discord leaves the words of other languages out.
  const query = new URLSearchParams({ with_localizations: 'true' });
  const answer = await rest.get(route, { query, ...(signal && { signal }) });
  return sameCommands(wanted, commandsAnswer.parse(answer));
}

/** Whether Discord's commands equal these, ignoring fields that Discord adds. */
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

/** Commands of different types may share a name. */
function keyOf({ type, name }: Definition): string {
  return `${type ?? ApplicationCommandType.ChatInput} ${name}`;
}

/** Added by Discord, and not part of a definition. */
const ADDED = new Set(['id', 'application_id', 'guild_id', 'version', 'dm_permission', 'handler']);

/** Discord keeps the other two for global commands only (its Application Command object). */
const ADDED_IN_GUILD = new Set([...ADDED, 'contexts', 'integration_types']);

/** A value without Discord's additions and without defaults. */
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

/** Where commands are: in the server with that id, or everywhere. */
type Place = string;
const EVERYWHERE: Place = 'everywhere';

const remembered = z.record(z.string(), z.array(z.string()));
type JobMemory = z.infer<typeof remembered>;

/**
 * Remembers where an application's commands are registered, to clear them when they move. A file
 * beside the database rather than a table: registering needs no database lock, and restoring a
 * backup does not restore old places. If the file is lost or unreadable, every server is checked
 * once.
 */
export class RegisteredPlaces {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** All places that may have commands of that application; `undefined` if unknown. */
  of(applicationId: string): readonly Place[] | undefined {
    return this.#read()[applicationId];
  }

  /**
   * Stores all of an application's places at once. The write is atomic and durable.
   *
   * @throws DatabaseError if it cannot be written.
   */
  note(applicationId: string, places: readonly Place[]): void {
    const all = { ...this.#read(), [applicationId]: [...new Set(places)] };
    try {
      mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
      // Another process of the bot may be writing it, too.
      const temporary = `${this.#path}.${process.pid}.tmp`;
      writeFileSync(temporary, JSON.stringify(all), { mode: 0o600, flush: true });
      renameSync(temporary, this.#path);
      flush(dirname(this.#path));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new DatabaseError(`The file ${this.#path} cannot be written: ${reason}.`, {
        cause: error,
      });
    }
  }

  #read(): JobMemory {
    try {
      return remembered.parse(JSON.parse(readFileSync(this.#path, 'utf8')));
    } catch {
      return {};
    }
  }
}

const guildsAnswer = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    /** The bot's permissions in the server, without channel overrides; Discord may omit them. */
    permissions: z.string().regex(/^\d+$/).transform(BigInt).optional().catch(undefined),
  }),
);
/** A server that the bot is in. */
export type Guild = z.infer<typeof guildsAnswer>[number];

const GUILDS_A_PAGE = 200;

/** All servers of the bot, page by page. */
export async function* guildsOf(rest: REST, signal?: AbortSignal): AsyncGenerator<Guild> {
  let after = '0';
  for (;;) {
    const query = new URLSearchParams({ limit: String(GUILDS_A_PAGE), after });
    const page = guildsAnswer.parse(
      await rest.get(Routes.userGuilds(), { query, ...(signal && { signal }) }),
    );
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < GUILDS_A_PAGE) return;
    after = last.id;
  }
}
