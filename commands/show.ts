import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type APIApplicationCommandOptionChoice,
} from 'discord.js';
import { shownJob } from '../src/discord/cards/shown-job.ts';
import { oneLine } from '../src/discord/cards/text.ts';
import { type Feature, EVERYWHERE } from '../src/discord/intake/handlers.ts';
import type {
  AutocompleteInteraction,
  CommandInteraction,
  InteractionBase,
} from '../src/discord/interactions/interaction.ts';
import { moderates } from '../src/discord/interactions/permissions.ts';
import { PictureUnusable } from '../src/discord/sync/picture-files.ts';
import type { Clock } from '../src/engines/clock.ts';
import type { Slicing } from '../src/engines/slices.ts';
import { BotError } from '../src/errors/errors.ts';
import type { JobLog } from '../src/jobs/job-log.ts';
import { type Job, phaseOf } from '../src/jobs/job.ts';
import type { Observed } from '../src/jobs/observations.ts';
import { type FoundJobs, termsIn } from '../src/jobs/sql/job-search.ts';
import type { ModerationRoles } from '../src/moderation/sql/server-settings.ts';
import { LONGEST_CHOICE, MOST_CHOICES } from '../src/recipes/command-definition.ts';
import { inEveryLanguage } from '../src/recipes/localized-definition.ts';
import { say, type Catalogue } from '../src/say/say.ts';
import { SEARCH_BUDGETS } from './jobs.ts';
import { isAgeRestrictedHere } from './requirements.ts';
import { withPictures, type WithPicturesNeeds } from './result/picture-file.ts';

interface Needs extends WithPicturesNeeds {
  readonly log: JobLog;
  readonly moderationRoles: ModerationRoles;
  /** The latest observation of a job under way. */
  readonly observed: (job: Job) => Observed;
  readonly clock: Clock;
}

export const show: Feature<Needs> = {
  /** `/show`: shows a job by id to one member: their own, or one of a server they moderate. */
  command: {
    definition: inEveryLanguage((words) => ({
      type: ApplicationCommandType.ChatInput,
      name: 'show',
      description: words.commands.show,
      ...EVERYWHERE,
      options: [
        {
          type: ApplicationCommandOptionType.String,
          name: 'job',
          description: words.show.job,
          required: true,
          max_length: LONGEST_CHOICE,
          autocomplete: true,
        },
      ],
    })),
    async execute(interaction, services) {
      const { job, ...viewer } = await findJob(interaction, services);
      const { clock, observed } = services;
      const words = say(interaction.locale);
      return {
        kind: 'later',
        message: async () => {
          const ageRestricted =
            job.ageRestricted && (await isAgeRestrictedHere(interaction, services));
          const seen = { observed: observed(job), now: clock.now() };
          const cardOf = (shown: Job) => (smaller: boolean) =>
            shownJob(shown, { viewer: { ...viewer, ageRestricted }, ...seen, smaller }, words);
          try {
            return await withPictures(cardOf(job), interaction, services);
          } catch (error) {
            if (!(error instanceof PictureUnusable)) throw error;
            // If its files are gone, the rest is still shown.
            return cardOf({ ...job, pictures: [] })(false);
          }
        },
      };
    },
    async autocomplete(interaction, services, slicing) {
      const words = say(interaction.locale);
      const { jobs, stopped } = await jobsLike(interaction, services, slicing);
      const choices = jobs.map((job) => choiceOf(job, interaction, words));
      // Older jobs can only be found by id. Picking this line answers `no_such_job`.
      const more = stopped && { name: words.show.notSearched(stopped.rows), value: '-' };
      return [...choices, ...(more ? [more] : [])].slice(0, MOST_CHOICES);
    },
  },
};

/** @throws BotError `no_such_job`, also if the job exists but the member may not see it. */
async function findJob(
  interaction: CommandInteraction,
  services: Needs,
): Promise<{ job: Job; isRequester: boolean; moderates: boolean }> {
  const { job: given } = interaction.options;
  const typed = typeof given === 'string' ? given.trim().toLowerCase() : '';
  const [id] = /[a-z0-9]{1,20}$/.exec(typed) ?? [];
  const job = id === undefined ? undefined : await services.log.jobs.findReadable(id);
  if (!job || job.erasedAt !== undefined) throw new BotError('no_such_job');
  const isRequester = job.userId === interaction.user.id;
  const isModerator =
    job.guildId === interaction.guildId && (await moderates(interaction, services));
  const mayLook = isRequester || (isModerator && job.eraseAskedAt === undefined);
  if (!mayLook) throw new BotError('no_such_job');
  return { job, isRequester, moderates: isModerator };
}

/** Jobs that this member may see whose id or prompt contains the typed text, newest first. */
async function jobsLike(
  interaction: AutocompleteInteraction,
  services: Needs,
  slicing: Slicing,
): Promise<FoundJobs> {
  const { user, guildId, focused } = interaction;
  const moderatedGuildId = (await moderates(interaction, services)) ? guildId : undefined;
  const search = {
    of: { userId: user.id, moderatedGuildId },
    terms: termsIn(focused.value),
    atMost: MOST_CHOICES,
    budget: SEARCH_BUDGETS.show,
  };
  return services.log.jobs.search(search, slicing);
}

function choiceOf(
  job: Job,
  { user }: InteractionBase,
  { jobs, show: { byOther } }: Catalogue,
): APIApplicationCommandOptionChoice {
  const parts = [
    job.id,
    jobs.phases[phaseOf(job.state)],
    ...(job.userId === user.id ? [] : [byOther]),
    job.wanted.prompt,
  ];
  const name = oneLine(parts.filter((part) => part !== '').join(' · '), LONGEST_CHOICE);
  return { name, value: job.id };
}
