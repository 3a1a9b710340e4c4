import { type ButtonHandler, type Feature, on } from '../src/discord/intake/handlers.ts';
import type { PersonCustomId } from '../src/discord/interactions/custom-id.ts';
import { managesMessages } from '../src/discord/interactions/permissions.ts';
import type { Clock } from '../src/engines/clock.ts';
import { BotError } from '../src/errors/errors.ts';
import type { JobLog } from '../src/jobs/job-log.ts';
import type { Job } from '../src/jobs/job.ts';
import type { UnderWay } from '../src/privacy/erasure.ts';
import { say } from '../src/say/say.ts';
import { jobOfClick } from './clicked-job.ts';
import { requireGuild, requireSelf } from './requirements.ts';

interface Needs {
  readonly log: JobLog;
  readonly underWay: UnderWay;
  readonly clock: Clock;
}

/** Cancels a job for its requester, or for a member who may manage messages in that channel. */
const cancel: ButtonHandler<Needs> = async (interaction, id, services) => {
  const job = await jobOfClick(interaction, id, services);
  const { user } = interaction;
  if (user.id !== job.userId && !managesMessages(interaction)) {
    throw new BotError('not_your_job', { facts: { who: job.userId } });
  }
  const cancelled = await services.log.cancel(job.id, 'cancelled by a click', user.id);
  if (cancelled) return { kind: 'changed', job: cancelled };
  const now = await services.log.jobs.find(job.id);
  // A second click finds what the first one did.
  if (now?.state === 'cancelled') return { kind: 'changed', job: now };
  throw new BotError('already_over', { facts: { state: now?.state ?? 'gone' } });
};

const isIn = (guildId: string) => (job: Job) => job.guildId === guildId;

/** Asks for confirmation, beside the list. */
const cancelAll: ButtonHandler<Needs, PersonCustomId> = async (interaction, id, { log }) => {
  requireSelf(interaction, id);
  const { jobs: words } = say(interaction.locale);
  const person = interaction.user.id;
  const guildId = requireGuild(interaction);
  const count = await log.jobs.countUnderWayOf({ userId: person, guildId });
  if (count === 0) return { kind: 'quiet', message: { text: [words.nothingToCancel] } };
  const { cancelNow, keep } = words.buttons;
  return {
    kind: 'quiet',
    message: {
      text: [words.cancelQuestion(count)],
      buttons: [
        [
          { id: { action: 'jobs-cancel-now', person }, label: cancelNow, kind: 'danger' },
          { id: { action: 'jobs-keep', person }, label: keep, kind: 'secondary' },
        ],
      ],
    },
  };
};

/** Cancels all the member's unfinished jobs in this server and reports how many. */
const cancelAllNow: ButtonHandler<Needs, PersonCustomId> = async (interaction, id, services) => {
  requireSelf(interaction, id);
  const { log, underWay, clock } = services;
  const { jobs: words } = say(interaction.locale);
  const guildId = requireGuild(interaction);
  const asked = { userId: interaction.user.id, askedAt: clock.now() };
  const count = await log.jobs.countUnderWayOf({ userId: asked.userId, guildId });
  return {
    kind: 'replaced-later',
    meanwhile: { text: [words.cancelling(count)] },
    message: async () => {
      const cancelled = await underWay.cancel(asked, 'cancelled with all of theirs', isIn(guildId));
      return { text: [words.cancelled(cancelled)] };
    },
  };
};

const cancelNone: ButtonHandler<Needs, PersonCustomId> = (interaction, id) => {
  requireSelf(interaction, id);
  return Promise.resolve({
    kind: 'replaced',
    message: { text: [say(interaction.locale).jobs.kept] },
  });
};

/** Cancelling one job, and all of a member's in a server. */
export const cancelling: Feature<Needs> = {
  buttons: [
    on('job', 'cancel', cancel, { reach: 'own-jobs' }),
    on('person', 'jobs-cancel', cancelAll, { reach: 'own-jobs' }),
    on('person', 'jobs-cancel-now', cancelAllNow, { reach: 'own-jobs' }),
    on('person', 'jobs-keep', cancelNone, { reach: 'own-jobs' }),
  ],
};
