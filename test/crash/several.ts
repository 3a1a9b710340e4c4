import { z } from 'zod';
import { EXAMPLES, jobOfRow } from '../support/job-of-row.ts';
import type { KillPoint } from './kill-point.ts';
import type { MomentScenario } from './moments.ts';
import { askForFour, askWithTwo, FORGOTTEN_MS, FOUR_PICTURES, meanwhile } from './play.ts';
import { PIECE_SENT, REQUEST_PHASES } from './routes.ts';
import { readRows } from './rows.ts';
import type { CrashStage } from './stage.ts';

/** A job that makes several pictures of one that somebody sent. */
const makesFour = { play: meanwhile(askForFour), outcomes: [FOUR_PICTURES], inTheEnd: hasAllFour };

/** One that makes a picture of several. */
const madeOfTwo = {
  play: meanwhile(askWithTwo),
  env: { WORKFLOWS_DIR: EXAMPLES },
  inTheEnd: hadBothSent,
};

const upload = (nth: number): KillPoint => ({
  channel: PIECE_SENT,
  facts: { route: 'upload' },
  nth,
});
const download = (phase: keyof typeof REQUEST_PHASES): KillPoint => ({
  channel: REQUEST_PHASES[phase],
  facts: { route: 'attachment' },
  nth: 2,
});

/** How the bot comes to moments in the middle of several pictures of one job. */
export const SEVERAL_SCENARIOS: Readonly<Record<string, MomentScenario>> = {
  'between two pictures of a job that makes four': {
    ...makesFour,
    point: { channel: 'darkroom:picture:written', nth: 2 },
  },
  'between the last of four pictures and its name': {
    ...makesFour,
    point: { channel: 'darkroom:picture:written', nth: 4 },
  },
  'between four pictures and their row': {
    ...makesFour,
    point: { channel: 'darkroom:picture:stored' },
  },
  'between two of four pictures, and RunPod forgets them': {
    play: makesFour.play,
    outcomes: makesFour.outcomes,
    point: { channel: 'darkroom:picture:written', nth: 2 },
    downtimeMs: FORGOTTEN_MS,
    inTheEnd: hasNone,
  },
  'once the first of four pictures is on its way to Discord': { ...makesFour, point: upload(4) },
  'once more of four pictures are on their way to Discord': { ...makesFour, point: upload(8) },
  'before the second of two pictures is fetched': {
    ...madeOfTwo,
    point: download('before it leaves'),
  },
  'as the second of two pictures comes': {
    ...madeOfTwo,
    point: download('when its answer begins'),
  },
  'once both of two pictures are read': {
    ...madeOfTwo,
    point: download('when its answer is read'),
  },
  'between two pictures that are sent to RunPod and its answer': {
    ...madeOfTwo,
    point: { channel: REQUEST_PHASES['when it is sent'], facts: { route: 'run' } },
  },
};

async function hasAllFour(stage: CrashStage): Promise<void> {
  await requireEnd(stage, 'completed', 4);
}

/** The photo is not kept for another time. */
async function hasNone(stage: CrashStage): Promise<void> {
  await requireEnd(stage, 'failed', 0);
}

const sent = z.object({
  '6': z.object({ inputs: z.object({ image: z.string().min(100) }) }),
  '7': z.object({ inputs: z.object({ image: z.string().min(100) }) }),
});

async function hadBothSent(stage: CrashStage): Promise<void> {
  await requireEnd(stage, 'completed', 1);
  for (const { input } of stage.runpod.jobs) {
    const { 6: first, 7: second } = sent.parse(input);
    if (first.inputs.image === second.inputs.image) throw new Error('one was sent twice');
  }
}

async function requireEnd(stage: CrashStage, state: string, count: number): Promise<void> {
  const { jobs } = await readRows(stage.database);
  const ends = jobs.map((row) => `${row.state} with ${jobOfRow(row).pictures.length}`);
  if (ends.join() !== `${state} with ${count}`) {
    throw new Error(`not ${state} with ${count} pictures, but ${ends.join()}`);
  }
}
