import { setTimeout as sleep } from 'node:timers/promises';
import { askAtOnce } from '../answer-times.ts';
import { cpuTime } from '../process-tree.ts';
import { crowd } from '../crowd.ts';
import { inHouse } from '../house.ts';
import { copyJob } from '../job-rows.ts';
import { stallFigure } from '../figure.ts';
import { stallOf, type Stall } from '../lap.ts';
import { lapFromFirstRequest } from '../first-request.ts';
import { waitingPattern } from '../patterns.ts';
import type { Scenario } from '../scenario.ts';
import { standInForMessages } from '../standing-messages.ts';

/** What a restart came to; In milliseconds; `null` where the bot no longer answered. */
export interface RestartMeasure {
  readonly readyMs: number | null;
  /** From the bot's first request to the end of the first window. */
  readonly firstStall: Stall | null;
  /** In the second window, in which nothing happens and jobs only wait. */
  readonly laterStall: Stall | null;
  readonly laterCpuMs: number | null;
  /** How long somebody waited who asked once it was ready. */
  readonly answerMs: number | null;
}

export interface RestartOptions {
  readonly waiting: number;
  /** From the start. */
  readonly firstMs: number;
  readonly laterMs: number;
  /** How long a loop may stand still before it counts as gone. */
  readonly patienceMs: number;
}

/** A bot comes back to jobs that wait for their turn, while RunPod holds as many as it may have. */
export function measureRestart(options: RestartOptions): Promise<RestartMeasure> {
  const { waiting, firstMs, laterMs, patienceMs } = options;
  return inHouse({}, async (house) => {
    const pattern = await waitingPattern(house);
    copyJob(house.databasePath, { pattern, times: waiting - 1, differences: waitingJob(waiting) });
    standInForMessages(house.discord);

    const bot = house.darkroom({ MAX_JOBS_IN_FLIGHT: '50', QUEUE_TIMEOUT_MS: '86400000' });
    await lapFromFirstRequest(house, bot, patienceMs);
    const readyMs = await bot.ready(patienceMs).catch(() => null);
    const asked =
      readyMs === null
        ? undefined
        : await askAtOnce(house.discord, crowd(house.discord, 1), { withinMs: patienceMs });
    await sleep(Math.max(0, bot.startedAt + firstMs - performance.now()));
    const first = await bot.lap(patienceMs);
    const before = cpuTime(bot.pid);
    await sleep(laterMs);
    const later = first === undefined ? undefined : await bot.lap(patienceMs);
    return {
      readyMs,
      firstStall: stallOf(first),
      laterStall: stallOf(later),
      laterCpuMs: later ? cpuTime(bot.pid) - before : null,
      answerMs: asked?.times.unanswered === 0 ? asked.times.max : null,
    };
  });
}

/** Four for each person, asked for in the last few minutes, shown, and with expired tokens. */
function waitingJob(waiting: number) {
  const people = Math.ceil(waiting / 4);
  const at = `${Date.now() - 5 * 60_000} + n`;
  return {
    id: `printf('w%07d', n)`,
    interaction_id: `printf('3%017d', n)`,
    answered_interaction_id: `printf('3%017d', n)`,
    interaction_token: 'NULL',
    token_expires_at: `${Date.now() - 60_000}`,
    message_id: `printf('4%017d', n)`,
    user_id: `printf('5%017d', n % ${people})`,
    created_at: at,
    accepted_at: at,
    ready_at: at,
  };
}

export const restart: Scenario = {
  name: 'restart',
  withinMs: 20 * 60_000,
  async run(report, { quick }) {
    const windows = quick
      ? { firstMs: 6_000, laterMs: 4_000, patienceMs: 30_000 }
      : { firstMs: 60_000, laterMs: 35_000, patienceMs: 150_000 };
    for (const waiting of quick ? [1_000] : [1_000, 2_000, 5_000, 20_000]) {
      const of = `${waiting} waiting`;
      const measure = await measureRestart({ waiting, ...windows });
      report({ key: 'restart.ready', of, measured: measure.readyMs });
      report({ key: 'restart.answer', of, measured: measure.answerMs });
      report(stallFigure('restart.first-stall', measure.firstStall, of));
      report(stallFigure('restart.later-stall', measure.laterStall, of));
      report({ key: 'restart.later-cpu', of, measured: measure.laterCpuMs });
    }
  },
};
