import type { Clock } from './clock.ts';
import type { Config } from './config/config.ts';
import type { Logger } from './logger/logger.ts';
import { openDiscord } from './open/open-discord.ts';
import { openHttp, openMetrics } from './open/open-http.ts';
import { openJobs } from './open/open-jobs.ts';
import { openPeople } from './open/open-people.ts';
import { openRecord } from './open/open-record.ts';
import { openWorkflows } from './open/open-workflows.ts';
import type { JobLog } from './record/job/job-log.ts';
import type { Screening } from './safety/screening.ts';
import { Shutdown } from './shutdown.ts';
import { Turns } from './turns.ts';

export interface BotOptions {
  readonly config: Config;
  readonly screening: Screening;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Told when Discord has closed the connection for good: the bot hears nothing any more. */
  readonly onLost?: (reason: string) => void;
  /**
   * Begins to watch whether the bot stands still, once the database is open; gives what ends that.
   */
  readonly watch?: () => () => Promise<void>;
  /** Breaks the start off: what has been started is stopped, and the signal's reason is thrown. */
  readonly signal?: AbortSignal;
}

/** A bot that is at work. */
export interface Bot {
  readonly log: JobLog;
  /**
   * Takes no new work, finishes what is being sent, for eight seconds at most, and leaves the
   * rest for the next start.
   */
  stop(): Promise<void>;
}

/**
 * Puts the bot together and starts it: the job log, the commands, everything that an earlier run
 * left unfinished, and last the connection to Discord, so that no interaction comes too early.
 *
 * @throws DatabaseError when the database cannot be used, and what discord.js throws when Discord
 * cannot be reached or refuses the token.
 */
export async function startBot(options: BotOptions): Promise<Bot> {
  const { clock, logger, signal = new AbortController().signal } = options;
  const shutdown = new Shutdown({ clock, logger, signal });
  const workflows = openWorkflows(options);
  const opening = { ...options, signal, shutdown, turns: new Turns(), workflows };
  try {
    const record = openRecord(opening);
    await record.drainOrder.forget();
    const people = openPeople(opening, record);
    const jobs = openJobs(opening, record);
    // Before Discord is asked for anything, which may take minutes: whoever looks can see that.
    const metrics = await openMetrics(opening, record, jobs);
    const discord = await openDiscord(opening, { record, people, jobs });
    metrics.reached(discord);
    await discord.startShowing();
    people.startFollowing();
    await people.takeUp(discord);
    await discord.startClearing();
    await jobs.start(discord.postedPictures, signal);
    people.startRetention(discord);
    jobs.tellOfUnreadable(discord.notices);
    jobs.watchKey(discord.notices);
    jobs.watchScale(discord.notices);
    await openHttp(opening, record, jobs);
    await discord.listen();
    const { applicationId: application, registered } = discord;
    const { size, unreadable } = jobs.runner;
    logger.info({ application, registered, jobs: size, unreadable }, 'ready');
    return { log: record.log, stop: () => shutdown.run() };
  } catch (error) {
    await shutdown.run({ grace: false });
    throw error;
  }
}
