import { type Broken, checkAtRest, unrest, Watch } from './invariants.ts';
import { Members } from './members.ts';
import type { Plan } from './plan.ts';
import { type Stage, World } from './world.ts';

export interface Verdict {
  readonly story: readonly string[];
  readonly breach: Broken | undefined;
}

/** How long everything may take to end once nothing fails any more. */
const REST_WITHIN_MS = 2 * 60 * 60_000;
const FIRST_LOOK_MS = 20_000;

/** Runs a plan, lets everything come to rest, and checks the invariants. */
export async function run(stage: Stage, seed: number, plan: Plan): Promise<Verdict> {
  const watch: Watch = new Watch(
    () => world,
    () => members,
  );
  const world: World = new World(stage, { seed, ...plan }, watch);
  const members = new Members(world);
  const onUnhandled = (error: unknown) => {
    if (!isOfCrashed(error)) watch.report('the process goes on', String((error as Error).stack));
  };
  process.on('unhandledRejection', onUnhandled);
  try {
    world.start();
    await world.timeline.advance(1_000);
    for (const act of plan.acts) {
      await world.timeline.advance(act.afterMs);
      await members.take(act);
      if (watch.breach) break;
    }
    if (!watch.breach) await comeToRest(world, watch);
    if (!watch.breach) await checkAtRest(world, members, watch);
  } finally {
    world.close();
    await world.timeline.settle();
    process.off('unhandledRejection', onUnhandled);
  }
  return { story: world.story, breach: watch.breach };
}

async function comeToRest(world: World, watch: Watch): Promise<void> {
  await world.timeline.advance(10_000);
  world.faults.isOn = false;
  world.tell('From here on, nothing fails');
  let left: string | undefined = 'the beginning';
  const beganAt = world.timeline.now;
  while (left !== undefined && !watch.breach) {
    const waited = world.timeline.now - beganAt;
    await world.timeline.advance(Math.max(FIRST_LOOK_MS, waited / 4));
    left = unrest(world);
    if (left !== undefined && waited > REST_WITHIN_MS) watch.report('everything ends', left);
  }
}

/** What a crashed process was about to read is closed. */
function isOfCrashed(error: unknown): boolean {
  return error instanceof TypeError && error.message.includes('connection is not open');
}
