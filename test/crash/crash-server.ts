import { setTimeout as sleep } from 'node:timers/promises';
import type { TestContext } from 'vitest';
import { PostgresServer, type ServerEnd } from '../support/postgres-server.ts';
import { check } from './check.ts';
import { openStage, withHistories } from './crash.ts';
import type { KillPoint } from './kill-point.ts';
import { seeded } from './seeded.ts';
import { settle } from './settle.ts';
import type { CrashStage } from './stage.ts';
import { Traffic } from './traffic.ts';

/** How long a server is up and down at most. A bot that is killed as well needs time to start. */
const LONGEST_UP_MS = { alone: 4_000, withBot: 12_000 };
const LONGEST_DOWN_MS = 2_500;
const HOW: readonly ServerEnd[] = ['killed', 'killed', 'immediate', 'fast'];
/** How many moments of a process may pass before its last: few, as the server may end first. */
const MOST_MOMENTS = 150;
/** As a supervisor does. */
const RESTART_MS = 500;

export interface ServerCrashes {
  readonly seed: number;
  /** How often the server is ended. */
  readonly ends: number;
  /** Whether the bot is killed as well. */
  readonly withBot: boolean;
}

/**
 * Ends the PostgreSQL server again and again at random moments while members send requests, and
 * then checks what is left. A bot that is ready must outlive all of it.
 */
export async function crashServerAtRandom(
  { task }: Pick<TestContext, 'task'>,
  { seed, ends, withBot }: ServerCrashes,
): Promise<void> {
  const random = seeded(seed);
  const server = await PostgresServer.create();
  const stage = await openStage({ server: server.url });
  const traffic = new Traffic(stage, random);
  const bot = new Supervisor(stage, () =>
    withBot ? { nth: Math.ceil(random() * MOST_MOMENTS) } : undefined,
  );
  try {
    if (!withBot) await stage.answers();
    for (let left = ends; left > 0; left -= 1) {
      await bot.during(sleep(random() * LONGEST_UP_MS[withBot ? 'withBot' : 'alone']));
      await server.stop(HOW[Math.floor(random() * HOW.length)] ?? 'killed');
      stage.serverEnds += 1;
      await bot.during(sleep(random() * LONGEST_DOWN_MS));
      await server.start();
    }
    if (withBot) await bot.restart();
    await stage.answers();
    await traffic.end();
    await settle(stage);
    await bot.stop();
    task.meta.crash = await check(stage);
  } catch (cause) {
    await server.start();
    throw await withHistories(`seed ${seed}, server ended ${stage.serverEnds} times`, stage, cause);
  } finally {
    await traffic.end();
    await bot.stop().catch(() => undefined);
    await stage.close();
    await server.close();
  }
}

/** Starts the bot again if it was killed, or could not open its database. */
class Supervisor {
  readonly #stage: CrashStage;
  readonly #nextPoint: () => KillPoint | undefined;
  readonly #running: Promise<void>;
  #over = false;

  constructor(stage: CrashStage, nextPoint: () => KillPoint | undefined) {
    this.#stage = stage;
    this.#nextPoint = nextPoint;
    this.#running = this.#run();
    this.#running.catch(() => undefined);
  }

  /** @throws Error if the bot ends by itself meanwhile. */
  async during(wait: Promise<void>): Promise<void> {
    await Promise.race([wait, this.#running]);
  }

  /** Kills the bot and starts one that is not killed. */
  async restart(): Promise<void> {
    this.#over = true;
    this.#stage.bot.kill('SIGKILL');
    await this.#running;
    this.#stage.start();
  }

  /** Ends the bot in good order. */
  async stop(): Promise<void> {
    this.#over = true;
    await this.#stage.stop();
  }

  async #run(): Promise<void> {
    do {
      this.#stage.start(this.#nextPoint());
      await this.#stage.endedOrRefused();
      await sleep(RESTART_MS);
    } while (!this.#over);
  }
}
