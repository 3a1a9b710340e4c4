import { toldOnce } from './check-told.ts';
import {
  ask,
  askPrivately,
  askWithPhoto,
  FORGOTTEN_MS,
  TOKEN_DEAD_MS,
  askForQuestion,
  atResume,
  cancelOnce,
  doneInDowntime,
  meanwhile,
  noted,
  whileRunPodWorks,
  type Scenario,
} from './play.ts';
import { REQUEST_PHASES } from './routes.ts';
import type { KillPoint } from './kill-point.ts';
import type { CrashStage } from './stage.ts';

/** A kill that is none of a transition or a request. */
export interface MomentScenario extends Scenario {
  readonly point: KillPoint;
}

const resumed: KillPoint = { channel: 'darkroom:job:resumed' };
const sentToRunPod: KillPoint = {
  channel: REQUEST_PHASES['when it is sent'],
  facts: { route: 'run' },
};
const SECONDS_MS = 5_000;
/** Longer than a job may take without anybody being told of its end. */
const LONG_MS = 120_000;

/** So many in the same moment that they are written down together. */
const askAtOnce = (stage: CrashStage) => Promise.all(Array.from({ length: 4 }, () => ask(stage)));

/** How the bot comes to each of these moments. */
export const MOMENT_SCENARIOS: Readonly<Record<string, MomentScenario>> = {
  'between a photo and the row that says that it is prepared': {
    point: { channel: 'darkroom:picture:kept' },
    play: meanwhile(askWithPhoto),
  },
  'between a picture and its name': {
    point: { channel: 'darkroom:picture:written' },
    play: meanwhile(ask),
  },
  'between a picture and its row': {
    point: { channel: 'darkroom:picture:stored' },
    play: meanwhile(ask),
  },
  'between a picture of a face and its row, and RunPod forgets it': {
    point: { channel: 'darkroom:picture:stored' },
    play: meanwhile(askWithPhoto),
    downtimeMs: FORGOTTEN_MS,
  },
  'while it edits a message that it had to look for': {
    point: { channel: REQUEST_PHASES['when its answer begins'], facts: { route: 'edit as bot' } },
    play: atResume(
      { channel: REQUEST_PHASES['when its answer begins'], facts: { route: 'callback' } },
      TOKEN_DEAD_MS,
      ask,
    ),
  },
  'once its message is written down': { point: noted('message'), play: meanwhile(ask) },
  'once it is written down what is shown': { point: noted('shown'), play: meanwhile(ask) },
  'once it is written down that the result is shown': {
    point: { ...noted('shown'), nth: 2 },
    play: meanwhile(ask),
  },
  'once it is written down that its message is about to be posted': {
    point: noted('posting'),
    play: atResume(
      { channel: 'undici:request:create', facts: { route: 'callback' } },
      SECONDS_MS,
      ask,
    ),
  },
  'once a question is written down as shown': {
    point: noted('shown'),
    play: meanwhile(askForQuestion),
  },
  "once RunPod's end of a job is written down": {
    point: noted('remote closed'),
    play: whileRunPodWorks(cancelOnce((stage) => stage.seen('running'))),
  },
  'once an id that came late is written down': {
    point: noted('late submission'),
    play: meanwhile(async (stage) => {
      const { http } = stage.runpod;
      http.fault({ path: /\/run$/, delayMs: 1_500 });
      await cancelOnce((at) =>
        at.until('send it', () => http.requests.some(({ path }) => path.endsWith('/run'))),
      )(stage);
    }),
  },
  'once a token is written down as dead': {
    point: noted('token dead'),
    play: meanwhile(async (stage) => {
      const body = JSON.stringify({ code: 50027, message: 'Invalid Webhook Token' });
      const headers = { 'content-type': 'application/json' };
      stage.discord.rest.fault({
        method: 'PATCH',
        path: /\/webhooks\//,
        answer: { status: 401, headers, body },
      });
      await ask(stage);
    }),
  },
  'once it is written down that nobody can be told': {
    mayBeUndeliverable: true,
    point: noted('undeliverable'),
    play: whileRunPodWorks(async (stage) => {
      await (
        await ask(stage)
      ).answered;
      stage.discord.world.removeChannel(stage.discord.world.channels.general);
      await stage.seen('running');
    }),
  },
  'once it is written down that a private job goes on as a direct message': {
    point: noted('direct'),
    play: doneInDowntime(TOKEN_DEAD_MS, askPrivately),
  },
  'between such a direct message and its answer': {
    point: { channel: REQUEST_PHASES['when its answer begins'], facts: { route: 'post' } },
    play: doneInDowntime(TOKEN_DEAD_MS, askPrivately),
  },
  'once it is written down that somebody is about to be told of an end': {
    point: noted('telling'),
    play: doneInDowntime(LONG_MS),
    inTheEnd: toldOnce,
  },
  'between the reply that tells of an end and its answer': {
    point: { channel: REQUEST_PHASES['when it is sent'], facts: { route: 'post' } },
    play: doneInDowntime(LONG_MS),
    inTheEnd: toldOnce,
  },
  'between the reply that tells of an end and its answer, and Discord forgets the nonce': {
    point: { channel: REQUEST_PHASES['when its answer begins'], facts: { route: 'post' } },
    play: doneInDowntime(LONG_MS),
    downtimeMs: 5 * LONG_MS,
    inTheEnd: toldOnce,
  },
  'once it is written down that somebody was told of an end': {
    point: noted('told'),
    play: doneInDowntime(LONG_MS),
    inTheEnd: toldOnce,
  },
  'between the request to RunPod and its answer, for the second time': {
    point: sentToRunPod,
    play: atResume(sentToRunPod, SECONDS_MS, ask),
  },
  'while some of a batch is done and none of it committed': {
    point: { channel: 'darkroom:transition:pending', facts: { from: null }, nth: 3 },
    play: meanwhile(askAtOnce),
  },
  'once some of a batch was told of its commit': {
    point: { channel: 'darkroom:transition:committed', facts: { from: null }, nth: 2 },
    play: meanwhile(askAtOnce),
  },
  'while it takes up what was left': {
    point: resumed,
    play: atResume(noted('message'), SECONDS_MS, ask),
  },
  'while it takes up what was left, for the second time': {
    point: resumed,
    play: async (stage, point) => {
      await atResume(noted('message'), SECONDS_MS, ask)(stage, resumed);
      await stage.killed();
      stage.pass(SECONDS_MS);
      stage.start(point);
    },
  },
};
