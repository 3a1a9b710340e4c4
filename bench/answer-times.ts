import { setTimeout as sleep } from 'node:timers/promises';
import type { DiscordSandbox } from '../packages/stand-ins/discord/sandbox.ts';
import type { SandboxInteraction } from '../packages/stand-ins/discord/interaction.ts';
import type { CommandUse } from '../packages/stand-ins/discord/use-command.ts';
import { snowflakeTime } from '../packages/stand-ins/discord/snowflake.ts';
import { CALLBACK } from './callback-path.ts';
import { median, percentile } from './percentiles.ts';

/** Discord takes no first answer after this. */
const LATE_MS = 3_000;

/** How long people waited for the first answer, in milliseconds. */
export interface AnswerTimes {
  readonly asked: number;
  /** How many got no answer within 3 s: they see that the application did not respond. */
  readonly late: number;
  /** How many got no answer at all before the wait ended. */
  readonly unanswered: number;
  readonly first: number;
  readonly median: number;
  readonly p99: number;
  readonly max: number;
}

/** What was asked at once, and when. */
export interface Asked {
  /** Timed by the arrival of answers at Discord's server. */
  readonly times: AnswerTimes;
  /** Timed by when the bot began to send them (`answers` of its lap), so without the server's own work. */
  readonly sentBy: (answers: readonly (readonly [id: string, at: number])[]) => AnswerTimes;
}

export interface AskOptions {
  /** How long to wait for the last answer. Default 30 s. */
  readonly withinMs?: number;
}

/**
 * Sends all of these commands at once, and waits for the first answers. The time runs from the
 * moment at which an interaction is made to the arrival of its callback at Discord's server.
 */
export function askAtOnce(
  discord: DiscordSandbox,
  uses: readonly CommandUse[],
  options: AskOptions = {},
): Promise<Asked> {
  return answersTo(discord, () => Promise.all(uses.map((use) => discord.command(use))), options);
}

/** The same for one thing that somebody does: how long they waited; `null` for no answer. */
export async function arrivalOf(
  discord: DiscordSandbox,
  act: () => Promise<SandboxInteraction>,
  withinMs: number,
): Promise<number | null> {
  const { times } = await answersTo(discord, async () => [await act()], { withinMs });
  return times.unanswered === 0 ? times.max : null;
}

async function answersTo(
  discord: DiscordSandbox,
  act: () => Promise<readonly SandboxInteraction[]>,
  { withinMs = 30_000 }: AskOptions,
): Promise<Asked> {
  const arrivals = new Map<string, number>();
  let told: () => void = () => undefined;
  const stop = discord.rest.onRequest(({ path, at }) => {
    const id = CALLBACK.exec(path)?.[1];
    if (id === undefined || arrivals.has(id)) return;
    arrivals.set(id, at);
    told();
  });
  try {
    await discord.connected();
    const sent = await act();
    const all = new Promise<void>((resolve) => {
      // Interactions sent by others may be answered meanwhile too.
      const mine = sent.map(({ id }) => id);
      told = () => {
        if (arrivals.size >= mine.length && mine.every((id) => arrivals.has(id))) resolve();
      };
      told();
    });
    const over = new AbortController();
    await Promise.race([all, sleep(withinMs, undefined, { signal: over.signal })]);
    over.abort();
    const timesBy = (moments: ReadonlyMap<string, number>) =>
      timesOf(sent.map(({ id }) => waited(id, moments.get(id))));
    return { times: timesBy(arrivals), sentBy: (answers) => timesBy(new Map(answers)) };
  } finally {
    stop();
  }
}

function waited(id: string, arrivedAt: number | undefined): number | undefined {
  return arrivedAt === undefined ? undefined : arrivedAt - snowflakeTime(id);
}

/** Sums up waits; `undefined` is one that was not answered. */
export function timesOf(waits: readonly (number | undefined)[]): AnswerTimes {
  const answered = waits.filter((wait) => wait !== undefined);
  const unanswered = waits.length - answered.length;
  return {
    asked: waits.length,
    late: unanswered + answered.filter((wait) => wait >= LATE_MS).length,
    unanswered,
    first: Math.min(...answered),
    median: median(answered),
    p99: percentile(answered, 0.99),
    max: Math.max(...answered),
  };
}
