import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, type RESTPostAPIChatInputApplicationCommandsJSONBody } from 'discord.js';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { type Clock, systemClock } from '../../../src/engines/clock.ts';
import { Announcer } from '../../../src/discord/sync/announcer.ts';
import type { Handlers } from '../../../src/discord/intake/handlers.ts';
import { RateLimiter } from '../../../src/engines/rate-limiter.ts';
import { Dispatch } from '../../../src/discord/intake/dispatch.ts';
import { DeferralRecovery } from '../../../src/discord/intake/deferrals.ts';
import { ErasedMessages } from '../../../src/discord/sync/erased-messages.ts';
import { listen } from '../../../src/discord/intake/gateway.ts';
import { Messages } from '../../../src/discord/rest/messages.ts';
import {
  definitionsOf,
  registerCommands,
  RegisteredPlaces,
} from '../../../src/discord/intake/registration.ts';
import { RestCalls, restOptions } from '../../../src/discord/rest/rest.ts';
import { SharedToken } from '../../../src/discord/sync/operator-notices.ts';
import { smallerJpeg } from '../../../src/images/result-jpeg.ts';
import { Deferrals } from '../../../src/store/deferrals.ts';
import { JobLog } from '../../../src/jobs/job-log.ts';
import { NO_LIMITS } from '../../../src/jobs/sql/limits.ts';
import { Observations } from '../../../src/jobs/observations.ts';
import { FolderPictures } from '../../../src/images/folder-pictures.ts';
import { serializeError } from '../../../src/logger/redaction.ts';
import { MemberReads } from '../../../src/engines/member-reads.ts';
import { Turns } from '../../../src/engines/turns.ts';
import { DiscordSandbox } from '../../../packages/stand-ins/discord/sandbox.ts';
import { putMadeDatabase } from '../../support/made-database.ts';
import { ONLY_PROCESS } from '../../../src/store/processes.ts';
import { openTestDatabase } from '../../support/test-database.ts';

/** A busy machine may take longer than the 3 s that Discord waits. */
const ANSWER_WITHIN_MS = 30_000;

/** A Discord sandbox and a connected dispatch with handlers of the test's own. */
export interface DispatchBench {
  readonly discord: DiscordSandbox;
  readonly announcer: Announcer;
  readonly log: JobLog;
  readonly messages: Messages;
  readonly deferrals: Deferrals;
  readonly databasePath: string;
  readonly observations: Observations;
  /** Every line that was logged. */
  readonly logged: readonly string[];
}

export interface DispatchBenchOptions {
  readonly cooldown?: RateLimiter;
  /** Whose turns the interactions wait for, and nobody else. */
  readonly turns?: Turns;
  /** Those that messages wait for. */
  readonly editTurns?: Turns;
  /** How long Discord is taken to wait for a first answer: with 0, whatever comes is deferred. */
  readonly waitsMs?: number;
  /** The time by which messages are edited. */
  readonly clock?: Clock;
  /** The one by which interactions are answered. */
  readonly answerClock?: Clock;
  readonly clockAheadMs?: () => number;
}

/** Handlers of no interaction at all. */
export const NOTHING = { commands: [], messageCommands: [], buttons: [], selects: [], modals: [] };

/** A command's definition with nothing special. */
export function definition(name: string): RESTPostAPIChatInputApplicationCommandsJSONBody {
  return { name, description: `Does ${name}` };
}

/** Puts a dispatch together as the bot does, and registers its commands. */
export async function openDispatch<Services>(
  handlers: Handlers<Services>,
  services: Services,
  {
    cooldown = new RateLimiter(0, systemClock),
    turns = new Turns(),
    editTurns = new Turns(),
    clock = systemClock,
    answerClock = systemClock,
    clockAheadMs,
    waitsMs = ANSWER_WITHIN_MS,
  }: DispatchBenchOptions = {},
): Promise<DispatchBench> {
  const discord = await DiscordSandbox.start({ answerWithinMs: ANSWER_WITHIN_MS });
  const folder = mkdtempSync(join(tmpdir(), 'darkroom-dispatch-'));
  const databasePath = putMadeDatabase(join(folder, 'darkroom.sqlite'));
  const database = openTestDatabase(databasePath);
  const client = new Client({ intents: [], rest: restOptions(discord.apiUrl) });
  const rest = client.rest.setToken(discord.token);
  const log = new JobLog(database.store, systemClock, NO_LIMITS, (id) => `erased-${id}`);
  const logged: string[] = [];
  const logger = pino(
    { level: 'trace', serializers: { err: (thrown: unknown) => serializeError(thrown) } },
    { write: (line) => logged.push(line) },
  );
  const { applicationId } = discord;
  const calls = new RestCalls(
    { bot: rest, token: rest },
    {
      botToken: discord.token,
      clock: systemClock,
      halt: new AbortController().signal,
    },
  );
  const messages = new Messages(calls, { applicationId, userId: discord.botId });
  const erasedMessages = new ErasedMessages({
    log,
    messages,
    clock: systemClock,
    logger,
    turns: new Turns(),
    stopping: new AbortController().signal,
  });
  const observations = new Observations();
  const announcer = new Announcer({
    processes: ONLY_PROCESS,
    stepsAfter: () => undefined,
    erasedMessages,
    sharedToken: new SharedToken({
      log,
      messages,
      clock: systemClock,
      logger,
      tellOperator: () => Promise.resolve(),
    }),
    log,
    observations,
    onEndShown: () => undefined,
    pictures: new FolderPictures(join(folder, 'files')),
    shrinkPicture: async (read, mostBytes) => smallerJpeg(await read(), mostBytes),
    messages,
    keepPosted: () => Promise.resolve(),
    coverPosted: () => Promise.resolve(false),
    clock,
    logger,
    turns: editTurns,
  });
  const deferrals = new Deferrals(database.store);
  const stop = new AbortController();
  const deferralRecovery = new DeferralRecovery({
    deferrals,
    messages,
    clock: answerClock,
    logger,
    turns: new Turns(),
    stopping: stop.signal,
  });
  const dispatch = new Dispatch({
    handlers,
    services,
    announcer,
    worksOutside: false,
    isMemberOf: () => Promise.resolve(true),
    messages,
    turns,
    memberReads: new MemberReads(turns),
    cooldown,
    clock: answerClock,
    clockAheadMs,
    deferrals,
    deferralRecovery,
    stopping: new AbortController().signal,
    waitsMs,
    logger,
  });
  await registerCommands(
    rest,
    {
      applicationId,
      guildId: undefined,
      definitions: definitionsOf(handlers),
    },
    new RegisteredPlaces(join(folder, 'commands')),
  );
  const stopListening = listen(client, (payload) => dispatch.handle(payload), logger);
  onTestFinished(async () => {
    await stopListening();
    stop.abort();
    await deferralRecovery.stop();
    await client.destroy();
    await discord.close();
    await announcer.stop();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await client.login(discord.token);
  return { discord, announcer, log, messages, deferrals, databasePath, observations, logged };
}
