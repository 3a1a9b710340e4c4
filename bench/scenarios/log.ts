import { setTimeout as sleep } from 'node:timers/promises';
import { writeOldJobs, writePersonsJobs, writeRecentJobs } from '../big-log.ts';
import type { BotUnderTest } from '../bot-under-test.ts';
import { stallFigure, type Report } from '../figure.ts';
import { lapFromFirstRequest } from '../first-request.ts';
import { inHouse, type House } from '../house.ts';
import { queryJobs } from '../job-rows.ts';
import { stallOf } from '../lap.ts';
import { completedPattern } from '../patterns.ts';
import { eraseAll, sendCopy, statusTimes } from '../privacy-acts.ts';
import type { Scenario } from '../scenario.ts';
import { standInForMessages } from '../standing-messages.ts';
import { until } from '../until.ts';

const PERSONS_JOBS = 10_000;
/** What is answered from memory for ten seconds has to be asked for anew. */
const STATUS = { calls: 4, pauseMs: 10_500 };
/** For a first look. A bot that was just started has nothing in memory yet. */
const QUICK = { personsJobs: 2_000, status: { calls: 1, pauseMs: 500 }, afterwardsMs: 1_500 };
const PATIENCE_MS = 180_000;
const RETENTION_WITHIN_MS = 180_000;

export interface LogOptions {
  readonly rows: number;
  /** How many more there are of the person who wants a copy, and then all of them erased. */
  readonly personsJobs?: number;
  /** How often `/status` is asked, and how long after the time before. */
  readonly status?: { readonly calls: number; readonly pauseMs: number };
  /** How long the loop is watched once somebody has been answered. */
  readonly afterwardsMs?: number;
}

/** Every figure about a job log of that many rows. */
export async function measureLog(
  report: Report,
  { rows, personsJobs = PERSONS_JOBS, status = STATUS, afterwardsMs = 5_000 }: LogOptions,
): Promise<void> {
  await inHouse({}, async (house) => {
    const place = { path: house.databasePath, pattern: await completedPattern(house) };
    const empty = await withBot(house, report, undefined, (bot) =>
      measureStatus(house, bot, report, 'empty', status),
    );
    const of = `${rows.toLocaleString('en')} rows`;
    const theirs = `${personsJobs.toLocaleString('en')} of ${of}`;
    const person = house.discord.world.addPerson('Dora');
    writeRecentJobs(place, rows);
    writePersonsJobs(place, person.id, personsJobs);
    standInForMessages(house.discord);

    await withBot(house, report, `${of}, clean`, async (bot) => {
      const full = await measureStatus(house, bot, report, of, status);
      report({ key: 'log.status-more', of, measured: Math.max(0, full - empty) });
      const copy = await watched(bot, afterwardsMs, () =>
        sendCopy(house.discord, person, PATIENCE_MS),
      );
      report({ key: 'log.export', of: theirs, measured: copy.ms });
      report(stallFigure('log.export-stall', copy.stall, theirs));
      const erasure = await watched(bot, afterwardsMs, () =>
        eraseAll(house.discord, person, PATIENCE_MS),
      );
      report({ key: 'log.erase', of: theirs, measured: erasure.ms });
      report(stallFigure('log.erase-stall', erasure.stall, theirs));
      await bot.kill();
    });
    await withBot(house, report, `${of}, unclean`, () => Promise.resolve());

    const old = Math.ceil(rows / 20);
    writeOldJobs(place, old);
    const bot = house.darkroom();
    await lapFromFirstRequest(house, bot, PATIENCE_MS);
    await bot.ready(PATIENCE_MS);
    await until(() => oldJobs(house) === 0, RETENTION_WITHIN_MS);
    const lap = await bot.lap(PATIENCE_MS);
    const left = oldJobs(house);
    const which = `${old.toLocaleString('en')} of ${of}`;
    report(stallFigure('log.retention-stall', stallOf(lap), which));
    report({ key: 'log.retention-left', of: which, measured: left });
  });
}

/** Starts a bot on the log as it is, says how that went, and stops it again. */
async function withBot<T>(
  house: House,
  report: Report,
  of: string | undefined,
  act: (bot: BotUnderTest) => Promise<T>,
): Promise<T> {
  const bot = house.darkroom();
  await lapFromFirstRequest(house, bot, PATIENCE_MS);
  const ready = await bot.ready(PATIENCE_MS);
  const lap = await bot.lap(PATIENCE_MS);
  if (of !== undefined) {
    report({ key: 'log.ready', of, measured: ready });
    report(stallFigure('log.start-stall', stallOf(lap), of));
  }
  const done = await act(bot);
  await bot.stop();
  return done;
}

async function measureStatus(
  house: House,
  bot: BotUnderTest,
  report: Report,
  of: string,
  asked: Required<LogOptions>['status'],
) {
  const times = await statusTimes(house.discord, bot, asked);
  report({ key: 'log.status', of, measured: times.answerMs });
  report(stallFigure('log.status-stall', times.stall, of));
  return times.answerMs;
}

/** How long something took, and the longest that the loop stood still up to shortly afterwards. */
async function watched(bot: BotUnderTest, afterwardsMs: number, act: () => Promise<boolean>) {
  await bot.lap(PATIENCE_MS);
  const before = performance.now();
  const done = await act();
  const ms = performance.now() - before;
  await sleep(afterwardsMs);
  const lap = await bot.lap(PATIENCE_MS);
  return { ms: done ? ms : null, stall: stallOf(lap) };
}

function oldJobs({ databasePath }: House): number {
  const sql = `SELECT count(*) AS count FROM jobs WHERE id LIKE 'x%'`;
  return queryJobs<{ count: number }>(databasePath, sql)[0]?.count ?? 0;
}

export const log: Scenario = {
  name: 'log',
  withinMs: 25 * 60_000,
  run: (report, { rows, quick }) => measureLog(report, { rows, ...(quick && QUICK) }),
};
