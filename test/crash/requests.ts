import { SCHEMA_VERSION } from '../../src/store/migrations.ts';
import {
  ask,
  askInThread,
  askPrivately,
  askWithPhoto,
  atResume,
  cancelOnce,
  consentByButton,
  doneInDowntime,
  TOKEN_DEAD_MS,
  meanwhile,
  transition,
  whileRunPodWorks,
  type Scenario,
} from './play.ts';
import { onDatabaseOf } from './old-database.ts';
import { bought, buying, consumedInDoubt } from './premium.ts';
import { askElsewhere, importLimits, installable, pressAgain, showMembers } from './server-acts.ts';
import { eraseAgain, eraseInVain, eraseWithPicture, reportForgotten } from './people-acts.ts';
import type { Route } from './routes.ts';
import type { CrashStage } from './stage.ts';

/** Whoever asked was not answered, so that the next process has to post the message itself. */
const neverAnswered: Scenario['play'] = atResume(
  { channel: 'undici:request:create', facts: { route: 'callback' } },
  5_000,
  ask,
);

/** A bot that comes back to a job that RunPod has. */
const comesBack: Scenario['play'] = atResume(
  transition('committed', 'submitting', 'queued'),
  5_000,
  ask,
);

/** The first answer is taken, and Discord says that there was one before. */
const answeredBefore: Scenario['play'] = meanwhile(async (stage) => {
  const body = JSON.stringify({
    code: 40060,
    message: 'Interaction has already been acknowledged.',
  });
  const headers = { 'content-type': 'application/json' };
  const answer = { status: 400, body, headers };
  stage.discord.rest.fault({ path: /\/callback/, answer, when: 'after' });
  await ask(stage);
});

/** Ben is the bot's operator. */
function byOperator(act: (stage: CrashStage) => Promise<unknown>): Scenario['play'] {
  return (stage, point) => {
    const { world } = stage.discord;
    const { ben } = world.people;
    world.ownership = { owner: { id: ben.id, username: ben.username } };
    return meanwhile(act)(stage, point);
  };
}

/** How the bot comes to make a request of each kind. */
export const REQUEST_SCENARIOS: Readonly<Record<Route, Scenario>> = {
  callback: { play: meanwhile(ask) },
  'edit by token': { play: whileRunPodWorks(ask) },
  'look by token': { play: answeredBefore },
  upload: { play: meanwhile(ask) },
  'delete by token': { play: meanwhile(consentByButton) },
  'follow up': { play: eraseInVain, again: eraseAgain },
  'edit as bot': { play: doneInDowntime(TOKEN_DEAD_MS) },
  'delete as bot': { play: meanwhile(eraseWithPicture) },
  'open direct': { play: doneInDowntime(TOKEN_DEAD_MS, askPrivately) },
  find: { play: neverAnswered },
  post: { play: neverAnswered },
  run: { play: meanwhile(ask) },
  status: { play: meanwhile(ask) },
  cancel: { play: whileRunPodWorks(cancelOnce((stage) => stage.seen('running'))) },
  health: { play: comesBack },
  attachment: { play: meanwhile(askWithPhoto) },
  posted: { play: reportForgotten },
  application: { play: comesBack },
  'own user': { play: comesBack },
  'command permissions': { play: meanwhile(pressAgain) },
  commands: { play: comesBack },
  // Asked for as the commands are registered, which is before anybody can ask for anything.
  guilds: onDatabaseOf(SCHEMA_VERSION),
  roles: { play: meanwhile(importLimits) },
  member: { play: meanwhile((stage) => showMembers(stage, { everywhere: false })) },
  user: { play: byOperator((stage) => showMembers(stage, { everywhere: true })) },
  guild: { env: installable, play: meanwhile(askElsewhere) },
  consume: buying,
  entitlement: consumedInDoubt,
  entitlements: bought,
  gateway: { play: comesBack },
  channel: { play: meanwhile(askInThread) },
};

/** How it comes to send a picture as itself: at once, or in a channel where much was said since. */
export const UPLOADS_AS_BOT: Readonly<Record<'edit as bot' | 'post', Scenario>> = {
  'edit as bot': { play: doneInDowntime(TOKEN_DEAD_MS) },
  post: {
    play: async (stage, point) => {
      stage.start({ channel: 'undici:request:create', facts: { route: 'callback' } });
      await ask(stage);
      await stage.killed();
      stage.pass(TOKEN_DEAD_MS);
      await stage.chatter(120);
      stage.start(point);
    },
  },
};
