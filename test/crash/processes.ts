import type { TestContext } from 'vitest';
import { check } from './check.ts';
import { withHistories } from './crash.ts';
import { Fleet } from './fleet.ts';
import type { KillPoint } from './kill-point.ts';
import { seeded } from './seeded.ts';
import { settle } from './settle.ts';
import { Traffic } from './traffic.ts';

const PROCESSES = 3;
/** A supervisor is quick, or so slow that the other processes have taken over everything. */
const RESTARTS_MS = [500, 7_000];

export interface ProcessCrashes {
  readonly seed: number;
  /** Where the processes die or stand still, one point after another, each at the next process. */
  readonly points: readonly KillPoint[];
}

/**
 * Lets processes of one bot die or stand still, one after another, while members send requests, and
 * then checks what is left.
 */
export async function crashProcesses(
  { task }: Pick<TestContext, 'task'>,
  { seed, points }: ProcessCrashes,
): Promise<void> {
  const random = seeded(seed);
  const fleet = await Fleet.open(PROCESSES);
  const { stage } = fleet;
  let traffic: Traffic | undefined;
  try {
    await fleet.startAll({ pointOf: (index) => points[index] });
    traffic = new Traffic(stage, random);
    const restartMs = () => RESTARTS_MS[Math.floor(random() * RESTARTS_MS.length)] ?? 0;
    await Promise.all(
      Array.from({ length: PROCESSES }, (_, index) => {
        const own = points.filter((_point, nth) => nth % PROCESSES === index);
        return fleet.supervise(index, own, restartMs);
      }),
    );
    await traffic.end();
    await settle(stage);
    await fleet.stop();
    task.meta.crash = { ...(await check(stage)), takenForDead: fleet.takenForDead };
  } catch (cause) {
    throw await withHistories(`seed ${seed}, ${stage.kills.length} kills`, stage, cause);
  } finally {
    await traffic?.end();
    await fleet.close();
  }
}
