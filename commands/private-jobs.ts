import type { Card } from '../src/discord/cards/card.ts';
import { privateJobs, privateRemoval, viewNamed } from '../src/discord/cards/jobs-list.ts';
import { type Feature, on } from '../src/discord/intake/handlers.ts';
import type { InteractionBase } from '../src/discord/interactions/interaction.ts';
import { requireModerator } from '../src/discord/interactions/permissions.ts';
import type { MemberReads } from '../src/engines/member-reads.ts';
import { BotError } from '../src/errors/errors.ts';
import type { JobLog } from '../src/jobs/job-log.ts';
import type { Job } from '../src/jobs/job.ts';
import type { Reports } from '../src/moderation/sql/reports.ts';
import type { ModerationRoles } from '../src/moderation/sql/server-settings.ts';
import { say } from '../src/say/say.ts';
import { SEARCH_BUDGETS } from './jobs.ts';
import { requireGuild } from './requirements.ts';
import { clearAway, type ClearNeeds } from './result/more.ts';

/** As many as fit in a message with their prompts. */
const PAGE = 10;
const COMPLETED: ReadonlySet<string> = new Set(['completed']);

/** To list a server's private jobs. */
export interface PrivateListNeeds {
  readonly log: JobLog;
  /** Reads that a member can repeat, one of each kind at a time. */
  readonly memberReads: MemberReads;
}

interface Needs extends PrivateListNeeds, ClearNeeds {
  readonly moderationRoles: ModerationRoles;
  readonly reports: Reports;
}

/** A page of a server's private jobs. `name`: the cursor, as in the list's buttons. */
export async function privateList(
  interaction: InteractionBase,
  name: string | undefined,
  { log, memberReads }: PrivateListNeeds,
): Promise<Card> {
  const of = { guildId: requireGuild(interaction), isPrivate: true } as const;
  const { from } = viewNamed(name);
  const search = { of, states: COMPLETED, atMost: PAGE, budget: SEARCH_BUDGETS.private, from };
  const person = interaction.user.id;
  const found = await memberReads.latest('private', person, (slicing) =>
    log.jobs.search(search, slicing),
  );
  return privateJobs(person, found, say(interaction.locale));
}

/** The list of a server's private jobs, which `/moderation private` opens. */
export const privateJobsList: Feature<Needs> = {
  buttons: [
    /** Turns the page. */
    on('person', 'private-page', async (interaction, id, services) => {
      await requireModerator(interaction, services);
      return {
        kind: 'replaced-later',
        message: () => privateList(interaction, id.name, services),
      };
    }) /** Removes a picture for good. It stays on record, and its message says so. */,
    on('job', 'private-remove', async (interaction, id, services) => {
      const job = await privateJob(interaction, id.job, services);
      const cleared = await services.reports.removePicture(job.id, interaction.user.id);
      if (!cleared) throw new BotError('source_withheld');
      clearAway(job.id, cleared, services);
      return {
        kind: 'replaced-later',
        message: () => privateList(interaction, undefined, services),
      };
    }),
  ],
  selects: [
    /** A job was picked: asks for confirmation. */
    on('person', 'private-pick', async (interaction, _, services) => {
      const job = await privateJob(interaction, interaction.values[0] ?? '', services);
      const { user, locale } = interaction;
      return { kind: 'replaced', message: privateRemoval(user.id, job.id, say(locale)) };
    }),
  ],
};

/**
 * @throws BotError if the member does not moderate, or the job is not a private one of that server.
 */
async function privateJob(interaction: InteractionBase, id: string, services: Needs): Promise<Job> {
  await requireModerator(interaction, services);
  const job = await services.log.jobs.find(id);
  const isMeant = job?.private === true && job.guildId === interaction.guildId;
  if (!isMeant || job.erasedAt !== undefined) throw new BotError('unknown_job');
  return job;
}
