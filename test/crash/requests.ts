import {
  ask,
  askWithPhoto,
  atTakeUp,
  cancelOnce,
  consentByButton,
  doneInDowntime,
  TOKEN_DEAD_MS,
  meanwhile,
  whileRunPodWorks,
  type Scenario,
} from './play.ts';
import type { Route } from './routes.ts';

/** Whoever asked was not answered, so that the next process has to post the message itself. */
const neverAnswered: Scenario['play'] = atTakeUp(
  { channel: 'undici:request:create', facts: { route: 'callback' } },
  5_000,
  ask,
);

/** How the bot comes to make a request of each kind. */
export const REQUEST_SCENARIOS: Readonly<Record<Route, Scenario>> = {
  callback: { play: meanwhile(ask) },
  'edit by token': { play: whileRunPodWorks(ask) },
  upload: { play: meanwhile(ask) },
  'delete by token': { play: meanwhile(consentByButton) },
  'edit as bot': { play: doneInDowntime(TOKEN_DEAD_MS) },
  find: { play: neverAnswered },
  post: { play: neverAnswered },
  run: { play: meanwhile(ask) },
  status: { play: meanwhile(ask) },
  cancel: { play: whileRunPodWorks(cancelOnce((stage) => stage.seen('running'))) },
  // It is asked for as soon as the bot is at work.
  health: { play: meanwhile(() => Promise.resolve()) },
  attachment: { play: meanwhile(askWithPhoto) },
  'start-up': { play: meanwhile(() => Promise.resolve()) },
};
