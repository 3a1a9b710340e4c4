import { handlersFor } from '../../commands/index.ts';
import { menuOf } from '../../commands/generation-commands.ts';
import { Dispatch } from '../discord/intake/dispatch.ts';
import {
  definitionsOf,
  registerCommands,
  RegisteredPlaces,
} from '../discord/intake/registration.ts';
import { Cooldown } from '../engines/cooldown.ts';
import type { OperatorNotices } from '../discord/sync/operator-notices.ts';
import type { PostedPictures } from '../discord/sync/posted-pictures.ts';
import { MemberReads } from '../member-reads.ts';
import type { RetentionOptions } from '../privacy/retention.ts';
import type { Screening } from '../safety/screening.ts';
import type { OpenJobs } from './open-jobs.ts';
import { openOutbox } from './open-outbox.ts';
import type { OpenPeople } from './open-people.ts';
import type { OpenRecord } from './open-record.ts';
import type { Opening } from './opening.ts';
import { reachDiscord } from './reach-discord.ts';
import { servicesOf } from './services-of.ts';

/** The bot's side of Discord. Its methods are called in the order in which they stand here. */
export interface OpenDiscord extends Pick<RetentionOptions, 'deleteMessages' | 'clockIsRight'> {
  readonly applicationId: string;
  /** How many sets of commands were registered anew. */
  readonly registered: number;
  readonly notices: OperatorNotices;
  readonly postedPictures: PostedPictures;
  /** Shows changes of jobs and reports from now on, whether or not they are resumed yet. */
  follow(): Promise<void>;
  /** Whether it is connected to Discord's gateway just now. */
  isConnected(): boolean;
  /** Connects, and takes interactions from then on. */
  listen(): Promise<void>;
  /** Resumes messages that are out of date. */
  resumeShowing(): Promise<void>;
  /** Ends what was deferred, and resumes the removal of erased messages and the posts of reports. */
  resumeClearing(): Promise<void>;
}

export interface DiscordOptions extends Opening {
  readonly screening: Screening;
  /** Told when Discord has closed the connection for good: the bot hears nothing any more. */
  readonly onLost?: ((reason: string) => void) | undefined;
  /** Breaks off what is under way here, with its reason. */
  readonly signal: AbortSignal;
}

/**
 * Asks Discord who the bot is and registers the commands. Nothing is shown or heard before one of
 * its methods is called.
 *
 * @throws what discord.js throws when Discord cannot be reached or refuses the token.
 */
export async function openDiscord(
  { screening, onLost, signal, ...opening }: DiscordOptions,
  parts: { readonly record: OpenRecord; readonly people: OpenPeople; readonly jobs: OpenJobs },
): Promise<OpenDiscord> {
  const { config, clock, logger, turns, shutdown } = opening;
  const reached = await reachDiscord(opening, signal);
  const { connection, clients, identity, messages, clockIsRight, atStart } = reached;
  const { applicationId } = identity;
  const { deferrals } = parts.record;
  // Read before this process defers anything.
  const left = await deferrals.left();
  const outbox = openOutbox(opening, parts, reached);
  const { announcer, erasedMessages, endDeferrals, endReplies, postedPictures } = outbox;
  const { reportPosts, notices } = outbox;
  const handlers = handlersFor(menuOf(config, opening.workflows));
  const memberReads = new MemberReads(turns);
  const dispatch = new Dispatch({
    handlers,
    services: servicesOf(opening, { ...parts, screening, memberReads, reached, outbox }),
    announcer,
    messages,
    turns,
    memberReads,
    clockAheadMs: reached.clockAheadMs,
    stopping: shutdown.stopping,
    cooldown: new Cooldown(config.maxActionsPerMinute, clock),
    deferrals,
    endDeferrals,
    waitsMs: opening.discordWaitsMs,
    clock,
    logger,
  });
  const { guildId } = config.discord;
  const registration = { applicationId, guildId, definitions: definitionsOf(handlers) };
  const places = new RegisteredPlaces(`${config.databasePath}.commands`);
  const registered = await atStart(() =>
    registerCommands(clients.bot, registration, places, signal),
  );
  return {
    applicationId,
    registered,
    notices,
    postedPictures,
    clockIsRight,
    deleteMessages: (jobs) => void erasedMessages.removeEach(jobs),
    async follow() {
      for (const part of [
        postedPictures,
        announcer,
        erasedMessages,
        endReplies,
        reportPosts,
        endDeferrals,
      ]) {
        shutdown.addPart(() => part.stop());
      }
      announcer.follow();
      endReplies.follow();
      await reportPosts.follow();
    },
    isConnected: () => connection.isReady,
    async listen() {
      shutdown.addIntake(() => connection.stopListening());
      await atStart(() => connection.open((payload) => dispatch.handle(payload), onLost));
    },
    resumeShowing: () => announcer.resume(signal),
    async resumeClearing() {
      endDeferrals.start(left);
      erasedMessages.start();
      await endReplies.resume();
      signal.throwIfAborted();
      await reportPosts.takeUp();
    },
  };
}
