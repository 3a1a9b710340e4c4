import type { Config } from '../config/config.ts';
import type { Clock } from '../engines/clock.ts';
import type { Env } from '../engines/env.ts';
import { Turns } from '../engines/turns.ts';
import type { startPictureProcess } from '../images/picture-process.ts';
import type { JobLog } from '../jobs/job-log.ts';
import type { Logger } from '../logger/logger.ts';
import type { Screening } from '../screening/open-screening.ts';
import { Lead } from './lead.ts';
import { Shutdown } from './lifecycle.ts';
import { openDiscord } from './open-discord.ts';
import { openHttp, openMetrics } from './open-http.ts';
import { openJobs } from './open-jobs.ts';
import { openPrivacy } from './open-privacy.ts';
import { openStore } from './open-store.ts';
import { openWorkflows } from './open-workflows.ts';

export interface BotOptions extends Env {
  readonly config: Config;
  readonly screening: Screening;
  readonly logger: Logger;
  /** Decodes pictures. Default: in a process of its own for each. */
  readonly startPictureProcess?: typeof startPictureProcess | undefined;
  /** How long Discord waits for a first answer, in milliseconds. Default: three seconds. */
  readonly discordWaitsMs?: number | undefined;
  /**
   * Called when the bot has to end: Discord closed the connection for good, the database is no longer
   * where it was opened, or, in good order, other processes have taken this one for dead or reach
   * Discord while this one does not.
   */
  readonly onLost?: (reason: string, how?: { readonly inGoodOrder?: boolean }) => void;
  /** Called once it takes interactions, possibly long before it has started. */
  readonly onServing?: (serving: Serving) => void;
  /** Starts the event loop watchdog once the database is open. Returns a function that ends it. */
  readonly watch?: () => () => Promise<void>;
  /** Aborts the start: stops every part already started, and throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/** A bot that takes interactions. */
export interface Serving {
  /**
   * Call before a stop if the bot may go on for a while: has other processes take its interactions,
   * for up to 20 s. At once if there are none, or `signal` aborts. Never rejects.
   */
  giveWay(signal: AbortSignal): Promise<void>;
}

/** A running bot. */
export interface Bot {
  readonly log: JobLog;
  /**
   * Accepts no new work, finishes sending within eight seconds, and leaves the rest for the next
   * start.
   */
  stop(): Promise<void>;
}

/**
 * How long to wait for the gateway, or the port for interactions, before resuming jobs. Not longer,
 * since RunPod drops results after a while.
 */
const HEAD_START_MS = 10_000;

/**
 * Assembles and starts the bot: opens the job log, registers the commands, accepts interactions, and
 * resumes everything that an earlier process left unfinished, possibly thousands of messages.
 * Interactions do not wait for that: a job or message that is not resumed yet is in its row.
 *
 * @throws DatabaseError if the database cannot be used, IntakeMismatch, and what discord.js throws if
 * Discord cannot be reached or refuses the token.
 */
export async function startBot(options: BotOptions): Promise<Bot> {
  const { config, clock, logger, signal = new AbortController().signal } = options;
  const shutdown = new Shutdown({ clock, logger, signal });
  const workflows = openWorkflows(options);
  const opening = {
    ...options,
    signal,
    shutdown,
    turns: new Turns(undefined, options.elapsed),
    workflows,
  };
  let isServing = false;
  try {
    const record = await openStore(opening);
    const { processes } = record;
    shutdown.stopping.addEventListener('abort', () => {
      processes.note({ isLeaving: true });
    });
    // It was for the processes that have ended.
    if (processes.living.length < 2) await record.drainOrder.forget();
    const privacy = openPrivacy(opening, record);
    const jobs = openJobs(opening, record);
    // Opens before the first request to Discord, which may take minutes: health checks can see
    // that.
    const metrics = await openMetrics(opening, record, jobs);
    const discord = await openDiscord(opening, { record, privacy, jobs });
    metrics.reached(discord);
    discord.follow();
    privacy.startFollowing();
    await jobs.takeOver(signal);
    await jobs.watchStorage(discord.notices);
    isServing = true;
    options.onServing?.({ giveWay: (until) => discord.giveWay(until).catch(() => undefined) });
    const openPort = () => openHttp(opening, { record, jobs, privacy, discord });
    const isPosted = config.intake === 'http';
    const connected = (isPosted ? openPort() : discord.connect()).then(() => {
      const { applicationId: application, registered } = discord;
      logger.info({ application, registered }, 'ready');
    });
    await atMost(HEAD_START_MS, connected, clock);
    await discord.resumeShowing();
    const lead = new Lead({
      processes,
      clock,
      logger,
      resume: async () => {
        await privacy.resume(discord);
        await discord.resumeClearing();
      },
      begin: () => {
        privacy.startRetention(discord);
        discord.startReadingEntitlements();
      },
    });
    shutdown.addIntake(() => lead.stop());
    await lead.start();
    await jobs.start(discord.postedPictures, signal);
    jobs.followOtherProcesses(discord.resumeShowing);
    jobs.notifyOfUnreadable(discord.notices);
    jobs.watchKey(discord.notices);
    jobs.watchScale(discord.notices);
    if (!isPosted) await openPort();
    const { size, unreadable } = jobs.runner;
    logger.info({ jobs: size, unreadable }, 'resumed');
    await connected;
    return { log: record.log, stop: () => shutdown.run() };
  } catch (error) {
    // Interactions and jobs may already be in progress.
    await shutdown.run({ grace: isServing });
    throw error;
  }
}

/**
 * Waits for a promise at most this long; it continues after that. @throws if it rejects in time.
 */
async function atMost(ms: number, awaited: Promise<void>, clock: Clock): Promise<void> {
  const done = new AbortController();
  // A later rejection reaches the later await.
  awaited.catch(() => undefined);
  const over = clock.sleep(ms, done.signal).catch(() => undefined);
  try {
    await Promise.race([awaited, over]);
  } finally {
    done.abort();
  }
}
