import {
  ask,
  askForQuestion,
  askUntilRunning,
  askWithPhoto,
  asksFor,
  atResume,
  cancelOnce,
  consentByButton,
  doneInDowntime,
  FORGOTTEN_MS,
  meanwhile,
  noted,
  PICTURE,
  TOO_LONG_MS,
  transition,
  whileRunPodWorks,
  type Scenario,
} from './play.ts';
import type { CrashStage } from './stage.ts';

const json = (status: number, body: unknown) => ({
  status,
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
});

const runRequests = asksFor(({ runpod }) => runpod.http, /\/run$/);
const photoRequests = asksFor(({ discord }) => discord.cdn, /./);

async function runpodIsDone({ runpod }: CrashStage): Promise<void> {
  await runpod.waitFor(({ status }) => status === 'COMPLETED');
}

/** Answers one request for a job, or whatever the path says, in a way of its own. */
function answerOnce(
  path: RegExp,
  answer: NonNullable<Parameters<CrashStage['runpod']['http']['fault']>[0]['answer']>,
  when: 'before' | 'after' = 'before',
) {
  return ({ runpod }: CrashStage) => {
    runpod.http.fault({ path, answer, when });
  };
}

/** Prepares what is to go wrong before anybody asks. */
function after(
  prepare: (stage: CrashStage) => void,
  act: (stage: CrashStage) => Promise<unknown>,
): Scenario['play'] {
  return meanwhile(async (stage) => {
    prepare(stage);
    await act(stage);
  });
}

/** Sets the database against the bot before it starts. */
function sabotaged(
  harm: (sabotage: CrashStage['sabotage']) => Promise<void>,
  play: Scenario['play'],
): Scenario['play'] {
  return async (stage, point) => {
    await stage.database.make();
    await harm(stage.sabotage);
    await play(stage, point);
  };
}

/** A worker that makes several pictures one by one. */
const IN_PARTS = { WORKER: 'worker-comfyui' };

/** How every transition, and every creation, is made to happen. Keys are `from > to`. */
export const TRANSITION_SCENARIOS: Readonly<Record<string, Scenario>> = {
  ' > ready': { play: meanwhile(ask) },
  ' > accepted': { play: meanwhile(askWithPhoto) },
  ' > awaiting_consent': { play: meanwhile(askForQuestion) },
  'awaiting_consent > accepted': { play: meanwhile(consentByButton) },
  'awaiting_consent > cancelled': {
    play: meanwhile(cancelOnce(() => Promise.resolve(), askForQuestion)),
  },
  'awaiting_consent > expired': { play: atResume(noted('shown'), TOO_LONG_MS, askForQuestion) },
  'accepted > preparing': { play: meanwhile(askWithPhoto) },
  'accepted > failed': {
    play: sabotaged((it) => it.damage('preparing'), meanwhile(askWithPhoto)),
  },
  'accepted > cancelled': {
    play: sabotaged(
      (it) => it.keepUntil('accepted', 'cancelled'),
      meanwhile(cancelOnce(() => Promise.resolve(), askWithPhoto)),
    ),
  },
  'preparing > ready': { play: meanwhile(askWithPhoto) },
  'preparing > failed': {
    play: meanwhile((stage) =>
      askWithPhoto(stage, { face: { name: 'photo.png', bytes: Buffer.from('no picture') } }),
    ),
  },
  'preparing > cancelled': {
    play: after(
      ({ discord }) => {
        discord.cdn.fault({ path: /./, answer: 'hang' });
      },
      cancelOnce(photoRequests, askWithPhoto),
    ),
  },
  'ready > submitting': { play: meanwhile(ask) },
  'ready > failed': {
    // The second job waits for the first, which uses up the GPU time of the day.
    env: { MAX_JOBS_IN_FLIGHT: '1', MAX_GPU_SECONDS_PER_DAY: '1' },
    outcomes: [{ ...PICTURE, executionMs: 1_200 }],
    play: meanwhile(async (stage) => {
      await ask(stage);
      await stage.seen('queued');
      await ask(stage);
    }),
  },
  'ready > completed': {
    // The first job uses up the GPU time of the day while the second makes the first of its parts.
    env: { ...IN_PARTS, MAX_GPU_SECONDS_PER_DAY: '1' },
    outcomes: [
      { ...PICTURE, executionMs: 1_200 },
      { ...PICTURE, executionMs: 3_000 },
    ],
    play: meanwhile(async (stage) => {
      await ask(stage);
      await stage.seen('queued');
      await ask(stage, { count: 2 });
    }),
  },
  'ready > cancelled': {
    play: sabotaged(
      (it) => it.keepUntil('ready', 'cancelled'),
      meanwhile(cancelOnce((stage) => stage.seen('ready'))),
    ),
  },
  'submitting > submitting': { play: after(answerOnce(/\/run$/, 'reset', 'after'), ask) },
  'submitting > ready': { play: after(answerOnce(/\/run$/, json(429, {})), ask) },
  'submitting > queued': { play: meanwhile(ask) },
  'submitting > failed': { play: after(answerOnce(/\/run$/, json(400, {})), ask) },
  'submitting > completed': {
    env: IN_PARTS,
    play: whileRunPodWorks(async (stage) => {
      await ask(stage, { count: 2 });
      await stage.seen('running');
      answerOnce(/\/run$/, json(400, {}))(stage);
      stage.runpod.release();
    }),
  },
  'submitting > cancelled': {
    play: after(answerOnce(/\/run$/, 'hang'), cancelOnce(runRequests)),
  },
  'queued > running': { play: whileRunPodWorks(ask) },
  'queued > completed': { play: meanwhile(ask) },
  'queued > failed': { outcomes: [{ error: 'the moon is full' }], play: meanwhile(ask) },
  'queued > cancelled': {
    play: sabotaged(
      (it) => it.keepUntil('queued', 'cancelled'),
      whileRunPodWorks(cancelOnce((stage) => stage.seen('queued'))),
    ),
  },
  'queued > ready': {
    play: atResume(transition('committed', 'submitting', 'queued'), FORGOTTEN_MS, async (stage) => {
      await ask(stage);
      await runpodIsDone(stage);
    }),
  },
  'queued > expired': {
    outcomes: [{ stuck: true, status: 'IN_QUEUE' }],
    play: atResume(transition('committed', 'submitting', 'queued'), TOO_LONG_MS, ask),
  },
  'running > queued': {
    play: whileRunPodWorks(async (stage) => {
      await ask(stage);
      await stage.seen('running');
      answerOnce(/\/status\//, json(200, { id: 'any', status: 'IN_QUEUE' }))(stage);
    }),
  },
  'running > ready': { play: doneInDowntime(FORGOTTEN_MS) },
  'running > completed': { play: meanwhile(askUntilRunning) },
  'running > failed': {
    outcomes: [{ error: 'the moon is full' }],
    play: meanwhile(askUntilRunning),
  },
  'running > cancelled': { play: whileRunPodWorks(cancelOnce((stage) => stage.seen('running'))) },
  'running > expired': {
    outcomes: [{ stuck: true }],
    play: atResume(transition('committed', 'queued', 'running'), TOO_LONG_MS, ask),
  },
};
