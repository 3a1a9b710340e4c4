import { setTimeout as sleep } from 'node:timers/promises';
import type { DiscordSandbox } from '../../packages/stand-ins/discord/sandbox.ts';
import type { CommandUse } from '../../packages/stand-ins/discord/use-command.ts';
import { askAtOnce, type AnswerTimes } from '../answer-times.ts';
import type { BotUnderTest } from '../bot-under-test.ts';
import { crowd } from '../crowd.ts';
import { inHouse } from '../house.ts';
import type { Figure } from '../figure.ts';
import { stallOf, type Stall } from '../lap.ts';
import { median } from '../percentiles.ts';
import type { Scenario } from '../scenario.ts';

const SIZES = [25, 50, 100, 200, 500, 1_000];
const QUICK_SIZES = [1_000];
const REPEATS = 3;
/** By then the two have connected, and little of either's code is compiled. */
const FEW = [8];
/** How many a bot in use has answered before its busy minute, and how many of them at once. */
const MANY = [500, 500, 500];
/** Until the messages have been edited for the first time, which takes Discord's server just as long. */
const SETTLES_MS = 3_000;

/** What came of one burst. */
export interface BurstMeasure {
  readonly times: AnswerTimes;
  /** Until the bot began to send its answers. */
  readonly sent: AnswerTimes;
  readonly stall: Stall | null;
}

interface BurstOptions {
  readonly fresh?: boolean;
  /** Whether Discord posts the interactions: `INTAKE=http`, for Darkroom only. */
  readonly isPosted?: boolean;
}

/**
 * That many people at once ask a bot in use, or one that was just started and has answered `FEW`
 * commands. RunPod finishes nothing meanwhile, so that only the answers count.
 */
export function measureBurst(
  which: 'darkroom' | 'plain',
  size: number,
  { fresh = false, isPosted = false }: BurstOptions = {},
): Promise<BurstMeasure> {
  return inHouse({}, async (house) => {
    const { discord, runpod } = house;
    runpod.hold();
    const env = isPosted ? await house.postInteractions() : {};
    const bot: BotUnderTest = which === 'plain' ? house.plainBot() : house.darkroom(env);
    await bot.ready();
    for (const asked of fresh ? FEW : MANY) await answerAll(discord, crowd(discord, asked));
    await sleep(SETTLES_MS);
    await bot.lap();
    const { times, sentBy } = await askAtOnce(discord, crowd(discord, size));
    const lap = await bot.lap();
    return { times, sent: sentBy(lap?.answers ?? []), stall: stallOf(lap) };
  });
}

/** Until Discord's server has read every answer, late or not; the first takes it longer than any other. */
async function answerAll(discord: DiscordSandbox, uses: readonly CommandUse[]): Promise<void> {
  const asked = await Promise.all(uses.map((use) => discord.command(use)));
  await Promise.allSettled(asked.map(({ answered }) => answered));
}

export const burst: Scenario = {
  name: 'burst',
  withinMs: 15 * 60_000,
  async run(report, { quick }) {
    for (const size of quick ? QUICK_SIZES : SIZES) {
      const plain: BurstMeasure[] = [];
      const own: BurstMeasure[] = [];
      const fresh: Record<'own' | 'plain', BurstMeasure[]> = { own: [], plain: [] };
      const posted: BurstMeasure[] = [];
      for (let round = 0; round < (quick ? 1 : REPEATS); round += 1) {
        plain.push(await measureBurst('plain', size));
        own.push(await measureBurst('darkroom', size));
        posted.push(await measureBurst('darkroom', size, { isPosted: true }));
        if (quick) continue;
        fresh.plain.push(await measureBurst('plain', size, { fresh: true }));
        fresh.own.push(await measureBurst('darkroom', size, { fresh: true }));
      }
      for (const figure of figuresOf(String(size), own, plain)) report(figure);
      for (const figure of postedFigures(String(size), posted, plain)) report(figure);
      if (quick) continue;
      report({
        key: 'burst.fresh',
        of: String(size),
        measured: middle(fresh.own.map(({ times }) => times.p99)),
        plain: middle(fresh.plain.map(({ times }) => times.p99)),
      });
      const late = fresh.own.reduce((sum, { times }) => sum + times.late, 0);
      report({ key: 'burst.fresh-late', of: String(size), measured: late });
    }
  },
};

function figuresOf(
  of: string,
  own: readonly BurstMeasure[],
  plain: readonly BurstMeasure[],
): Figure[] {
  const figure = (key: Figure['key'], value: (measure: BurstMeasure) => number | null): Figure => ({
    key,
    of,
    measured: middle(own.map(value)),
    plain: middle(plain.map(value)),
  });
  return [
    // From all repeats, since none may be late.
    { key: 'burst.late', of, measured: sumOfLate(own), plain: sumOfLate(plain) },
    figure('burst.first', ({ times }) => times.first),
    figure('burst.median', ({ times }) => times.median),
    figure('burst.p99', ({ times }) => times.p99),
    figure('burst.p99-sent', ({ sent }) => sent.p99),
    figure('burst.max', ({ times }) => times.max),
    { ...figure('burst.stall', stallMs), cpu: stallCpuMs(own) },
  ];
}

function postedFigures(
  of: string,
  posted: readonly BurstMeasure[],
  plain: readonly BurstMeasure[],
): Figure[] {
  const p99 = (measures: readonly BurstMeasure[]) => middle(measures.map(({ times }) => times.p99));
  return [
    { key: 'burst.http-late', of, measured: sumOfLate(posted) },
    { key: 'burst.http-median', of, measured: middle(posted.map(({ times }) => times.median)) },
    { key: 'burst.http-p99', of, measured: p99(posted), plain: p99(plain) },
    {
      key: 'burst.http-stall',
      of,
      measured: middle(posted.map(stallMs)),
      cpu: stallCpuMs(posted),
    },
  ];
}

function stallMs({ stall }: BurstMeasure): number | null {
  return stall?.ms ?? null;
}

function stallCpuMs(measures: readonly BurstMeasure[]): number | undefined {
  return middle(measures.map(({ stall }) => stall?.cpuMs ?? null)) ?? undefined;
}

function sumOfLate(measures: readonly BurstMeasure[]): number {
  return measures.reduce((sum, { times }) => sum + times.late, 0);
}

function middle(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === values.length ? median(known) : null;
}
