import { type Feature, on } from '../src/discord/intake/handlers.ts';
import { managesMessages } from '../src/discord/interactions/permissions.ts';
import type { Clock } from '../src/engines/clock.ts';
import { BotError } from '../src/errors/errors.ts';
import type { JobLog } from '../src/jobs/job-log.ts';
import type { Job } from '../src/jobs/job.ts';
import type { UnderWay } from '../src/privacy/erasure.ts';
import { say } from '../src/say/say.ts';
import { jobOfClick } from './clicked-job.ts';
import { type OutsideNeeds, requireHome } from './requirements.ts';

interface Needs extends OutsideNeeds {
  readonly log: JobLog;
  readonly underWay: UnderWay;
  readonly clock: Clock;
}

/** Cancelling one job, and all of a member's in a server. */
export const cancelling: Feature<Needs> = {
  reach: 'own-jobs',
  buttons: [
    /** Cancels a job for its requester, or for a member who may manage messages in that channel. */
    on('job', 'cancel', async (interaction, id, services) => {
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
    }),
    /** Asks for confirmation, beside the list. */
    on('person', 'jobs-cancel', async (interaction, _, { log, servers }) => {
      const { jobs: words } = say(interaction.locale);
      const person = interaction.user.id;
      const guildId = requireHome(interaction, { servers });
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
    }),
    /** Cancels all the member's unfinished jobs in this server and reports how many. */
    on('person', 'jobs-cancel-now', async (interaction, _, services) => {
      const { log, underWay, clock } = services;
      const { jobs: words } = say(interaction.locale);
      const guildId = requireHome(interaction, services);
      const asked = { userId: interaction.user.id, askedAt: clock.now() };
      const count = await log.jobs.countUnderWayOf({ userId: asked.userId, guildId });
      return {
        kind: 'replaced-later',
        meanwhile: { text: [words.cancelling(count)] },
        message: async () => {
          const cancelled = await underWay.cancel(
            asked,
            'cancelled with all of theirs',
            isIn(guildId),
          );
          return { text: [words.cancelled(cancelled)] };
        },
      };
    }),
    on('person', 'jobs-keep', (interaction) => {
      return {
        kind: 'replaced',
        message: { text: [say(interaction.locale).jobs.kept] },
      };
    }),
  ],
};

const isIn = (guildId: string) => (job: Job) => job.guildId === guildId;
