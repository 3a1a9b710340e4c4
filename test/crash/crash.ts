import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject, type TestContext } from 'vitest';
import { program } from '../support/program.ts';
import { check } from './check.ts';
import { describePoint, type KillPoint } from './kill-point.ts';
import { PICTURE, type Scenario } from './play.ts';
import { historyOf, readRows } from './rows.ts';
import { seeded } from './seeded.ts';
import { settle } from './settle.ts';
import { CrashStage, type StageOptions } from './stage.ts';
import { Traffic } from './traffic.ts';

/** How many moments of a process may pass before its last. A job has about two hundred. */
const MOST_MOMENTS = 500;

/** Node's arguments for a bot that listens for its point: compiled, or from the sources. */
function botEntry(): readonly string[] {
  const compiled = inject('compiledBot');
  const killAt =
    compiled === undefined
      ? fileURLToPath(new URL('kill-at.ts', import.meta.url))
      : join(compiled, 'test/crash/kill-at.js');
  return program('main', ['--import', killAt]);
}

/** A stage on which every job without an outcome of its own makes a picture. */
export async function openStage({
  env,
  ...scenario
}: Pick<Scenario, 'env' | 'outcomes'> &
  Pick<StageOptions, 'answerWithinMs' | 'server'> = {}): Promise<CrashStage> {
  return CrashStage.open({
    entry: botEntry(),
    usual: PICTURE,
    server: inject('crashServer'),
    env: typeof env === 'function' ? await env() : (env ?? {}),
    ...scenario,
  });
}

/**
 * Plays a scenario until the bot ends itself at that point, lets it come back to the same database
 * and finish, and holds the promise against what is left.
 */
export async function crash(
  { task }: Pick<TestContext, 'task'>,
  scenario: Scenario,
  point: KillPoint,
): Promise<void> {
  const stage = await openStage(scenario);
  try {
    await scenario.play(stage, point);
    await stage.killed();
    await scenario.afterKill?.(stage);
    await stage.recover(scenario.downtimeMs);
    if (scenario.again) {
      await stage.answers();
      await scenario.again(stage);
    }
    await settle(stage);
    await stage.stop();
    await scenario.inTheEnd?.(stage);
    task.meta.crash = await check(stage, scenario);
  } catch (cause) {
    throw await withHistories(`killed at ${describePoint(point)}`, stage, cause);
  } finally {
    await stage.close();
  }
}

/**
 * Kills the bot again and again at a random moment, while people go on to ask, consent, cancel and
 * try again, and then holds the promise against what is left.
 */
export async function crashAtRandom(
  { task }: Pick<TestContext, 'task'>,
  seed: number,
  kills: number,
): Promise<void> {
  const random = seeded(seed);
  const stage = await openStage();
  const traffic = new Traffic(stage, random);
  const moments = Array.from({ length: kills }, () => Math.ceil(random() * MOST_MOMENTS));
  try {
    for (const nth of moments) {
      stage.start({ nth });
      await stage.killed();
    }
    stage.start();
    await stage.answers();
    await traffic.end();
    await settle(stage);
    await stage.stop();
    task.meta.crash = await check(stage);
  } catch (cause) {
    const where = `seed ${seed}, killed at moments ${moments.slice(0, stage.kills.length).join(' ')}`;
    throw await withHistories(where, stage, cause);
  } finally {
    await traffic.end();
    await stage.close();
  }
}

/** An error with the history of each job, and what was logged of those that the cause names. */
export async function withHistories(where: string, stage: CrashStage, cause: unknown) {
  const rows = await readRows(stage.database).catch(() => ({ jobs: [], events: [] }));
  const why = String(cause);
  const histories = rows.jobs.flatMap(({ id }) => [
    `${id}: ${historyOf(rows, id)}`,
    ...(why.includes(id) ? stage.logOf(id) : []),
  ]);
  const processes = await stage.database
    .use((trx) => trx.selectFrom('processes').selectAll().execute())
    .catch(() => []);
  const living = processes.map((row) => JSON.stringify(row));
  return new Error([where, why, ...living, ...stage.lastLines(), ...histories].join('\n'), {
    cause,
  });
}
