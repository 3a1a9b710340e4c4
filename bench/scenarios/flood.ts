import { setTimeout as sleep } from 'node:timers/promises';
import type { Person } from '../../packages/stand-ins/discord/world.ts';
import { arrivalOf, timesOf, type AnswerTimes } from '../answer-times.ts';
import { writePersonsJobs, writeRecentJobs, type LogPlace } from '../big-log.ts';
import type { BotUnderTest } from '../bot-under-test.ts';
import { crowd } from '../crowd.ts';
import { stallFigure } from '../figure.ts';
import { inHouse, type House } from '../house.ts';
import { stallOf, type Stall } from '../lap.ts';
import { completedPattern } from '../patterns.ts';
import type { Scenario } from '../scenario.ts';
import { standInForMessages } from '../standing-messages.ts';

const A_SECOND = 48;
const SECONDS = 40;
const WARM_UP_SECONDS = 10;
/** Time between two commands of others. */
const COMMAND_EVERY_MS = 200;
const PATIENCE_MS = 60_000;

/** How long others waited for their answers. */
export interface FloodMeasure {
  readonly times: AnswerTimes;
  readonly stall: Stall | null;
}

export interface FloodOptions {
  /** Writes the log that is searched, and gives who types. */
  readonly prepare: (house: House, place: LogPlace) => Person;
  readonly seconds: number;
}

/** The same commands while nobody types, and then while one member does. */
export interface FloodMeasures {
  readonly quiet: FloodMeasure;
  readonly flooded: FloodMeasure;
}

/**
 * One member types in `/show` words that no job has, far faster than anybody can, while others ask for pictures.
 * RunPod finishes nothing meanwhile, so that only the answers count.
 */
export function measureFlood({ prepare, seconds }: FloodOptions): Promise<FloodMeasures> {
  return inHouse({}, async (house) => {
    const { discord, runpod, databasePath: path } = house;
    const by = prepare(house, { path, pattern: await completedPattern(house) });
    standInForMessages(discord);
    runpod.hold();
    const bot = house.darkroom();
    await bot.ready();
    // A bot that was just started answers more slowly.
    await measured(house, bot, WARM_UP_SECONDS);
    const quiet = await measured(house, bot, seconds);
    const over = new AbortController();
    const typing = type(house, by, over.signal);
    const flooded = await measured(house, bot, seconds);
    over.abort();
    await typing;
    return { quiet, flooded };
  });
}

/** Others send one command after another for that long. */
async function measured(
  { discord }: House,
  bot: BotUnderTest,
  seconds: number,
): Promise<FloodMeasure> {
  const commands = crowd(discord, Math.floor((seconds * 1_000) / COMMAND_EVERY_MS));
  await bot.lap(PATIENCE_MS);
  const waits: Promise<number | null>[] = [];
  for (const use of commands) {
    waits.push(arrivalOf(discord, () => discord.command(use), PATIENCE_MS));
    await sleep(COMMAND_EVERY_MS);
  }
  const times = timesOf((await Promise.all(waits)).map((wait) => wait ?? undefined));
  return { times, stall: stallOf(await bot.lap(PATIENCE_MS)) };
}

async function type({ discord }: House, by: Person, over: AbortSignal): Promise<void> {
  const where = { by, in: discord.world.channels.general, name: 'show', focused: 'job' };
  const begun = performance.now();
  for (let count = 0; !over.aborted; count += 1) {
    await discord.autocomplete({ ...where, options: { job: `zebra ${count}` } });
    const due = begun + ((count + 1) * 1_000) / A_SECOND;
    await sleep(Math.max(0, due - performance.now()));
  }
}

const FLOODS: Readonly<Record<string, FloodOptions['prepare']>> = {
  'a member with 3,000 jobs': ({ discord }, place) => {
    const by = discord.world.addPerson('Dora');
    writePersonsJobs(place, by.id, 3_000);
    return by;
  },
  'a moderator of 20,000 jobs': ({ discord }, place) => {
    writeRecentJobs(place, 20_000);
    return discord.world.people.ben;
  },
};

export const flood: Scenario = {
  name: 'flood',
  withinMs: 5 * 60_000,
  async run(report, { quick }) {
    const seconds = quick ? 10 : SECONDS;
    for (const [of, prepare] of Object.entries(FLOODS)) {
      const { quiet, flooded } = await measureFlood({ prepare, seconds });
      report({ key: 'flood.late', of, measured: flooded.times.late });
      report({ key: 'flood.median', of, measured: flooded.times.median });
      report({ key: 'flood.p99', of, measured: flooded.times.p99 });
      report({ key: 'flood.quiet-p99', of, measured: quiet.times.p99 });
      report(stallFigure('flood.stall', flooded.stall, of));
    }
  },
};
