import { ApplicationCommandType } from 'discord.js';
import {
  jobsPanel,
  type ListView,
  statesListed,
  viewNamed,
  WORDS_FIELD,
  wordsForm,
  searchInFooter,
} from '../src/discord/cards/jobs-list.ts';
import {
  EVERYWHERE,
  type Feature,
  on,
  type Reply,
  type ReplyMessage,
} from '../src/discord/intake/handlers.ts';
import type { InteractionBase, Press } from '../src/discord/interactions/interaction.ts';
import type { OutgoingFile } from '../src/discord/rest/message-payload.ts';
import type { MemberReads } from '../src/engines/member-reads.ts';
import { BotError } from '../src/errors/errors.ts';
import type { PictureStore } from '../src/images/picture-store.ts';
import type { Destinations } from '../src/jobs/destinations.ts';
import type { JobLog } from '../src/jobs/job-log.ts';
import { isSpoiler, type Job } from '../src/jobs/job.ts';
import { type FoundJobs, type SearchBudget, termsIn } from '../src/jobs/sql/job-search.ts';
import type { Logger } from '../src/logger/logger.ts';
import { inEveryLanguage } from '../src/recipes/localized-definition.ts';
import { OUTSIDE_SERVERS } from '../src/rules/outside-servers.ts';
import { say } from '../src/say/say.ts';
import { sentPictures } from './clicked-job.ts';
import { isAgeRestrictedHere, type ChannelNeeds } from './requirements.ts';

interface Needs extends ChannelNeeds {
  readonly log: JobLog;
  readonly destinations: Destinations;
  /** Reads that a member can repeat, one of each kind at a time. */
  readonly memberReads: MemberReads;
  readonly pictures: PictureStore;
  /** A small JPEG of a picture, read when its turn comes. Rejects if there is none. */
  readonly thumbnail: (read: () => Promise<Buffer>) => Promise<Buffer>;
  readonly logger: Logger;
}

/** `/jobs` and its list. */
export const jobs: Feature<Needs> = {
  reach: 'own-jobs',
  /**
   * `/jobs`: lists a member's jobs to them alone, page by page. The view is stored in the buttons'
   * custom ids and the search words in the message, so paging works after a restart.
   */
  command: {
    definition: inEveryLanguage((words) => ({
      type: ApplicationCommandType.ChatInput,
      name: 'jobs',
      description: words.commands.jobs,
      ...EVERYWHERE,
    })),
    execute: (interaction, services) => firstPage(interaction, services),
  },
  buttons: [
    /** Turns the page. */
    on('person', 'jobs-page', (interaction, id, services) => {
      const shown = { view: viewNamed(id.name), words: wordsOf(interaction) };
      return {
        kind: 'replaced-later',
        message: () => jobsPage(interaction, shown, services),
      };
    }),
    /** Opens the search form. */
    on('person', 'jobs-words', (interaction, id) => {
      const modal = wordsForm(id, wordsOf(interaction), say(interaction.locale));
      return { kind: 'modal', modal };
    }),
  ],
  selects: [
    /** Filters by state. */
    on('person', 'jobs-state', (interaction, _, services) => {
      const [picked] = interaction.values;
      const shown = { view: { listed: viewNamed(picked).listed }, words: wordsOf(interaction) };
      return {
        kind: 'replaced-later',
        message: () => jobsPage(interaction, shown, services),
      };
    }),
  ],
  modals: [
    /** Filters by search words. */
    on('person', 'jobs-words', (interaction, id, services) => {
      if (!interaction.message) throw new BotError('unknown_action');
      const { [WORDS_FIELD]: words } = interaction.fields;
      const shown = { view: viewNamed(id.name), words: typeof words === 'string' ? words : '' };
      return {
        kind: 'replaced-later',
        message: () => jobsPage(interaction, shown, services),
      };
    }),
  ],
};

/** The search words of the list that was clicked. */
function wordsOf({ message }: Press): string {
  return searchInFooter(message.embeds[0]?.footer ?? '');
}

/** About as many as fit on a phone's screen with pictures. */
export const JOBS_A_PAGE = 5;

/** A page of a member's jobs. */
interface JobsPage {
  readonly person: string;
  readonly words: string;
  readonly view: ListView;
  readonly found: FoundJobs;
  /** Whether they have jobs in progress in this server. */
  readonly underWay: boolean;
  /** The jobs that can be made again from here. */
  readonly again: readonly Job[];
  /** The jobs shown with their picture. */
  readonly pictured: readonly Job[];
}

interface Shown {
  readonly view: ListView;
  readonly words: string;
}

/** A page of the member's own jobs. */
async function jobsPage(
  interaction: InteractionBase,
  shown: Shown,
  services: Needs,
): Promise<ReplyMessage> {
  return drawn(await find(interaction, shown, services), interaction, services);
}

/** The first page, sent at once if no thumbnails are needed. */
async function firstPage(interaction: InteractionBase, services: Needs): Promise<Reply> {
  const page = await find(interaction, { view: { listed: 'all' }, words: '' }, services);
  const message = () => drawn(page, interaction, services);
  if (page.pictured.length > 0) return { kind: 'later', message };
  return { kind: 'quiet', message: await message() };
}

async function drawn(
  { pictured, ...page }: JobsPage,
  { locale }: InteractionBase,
  services: Needs,
): Promise<ReplyMessage> {
  const made = await Promise.all(
    pictured.map(async (job) => [job.id, await thumbnailOf(job, services)] as const),
  );
  const files = made.flatMap(([, file]) => file ?? []);
  const thumbnails = new Map(made.flatMap(([id, file]) => (file ? [[id, file.name]] : [])));
  return { card: jobsPanel({ ...page, thumbnails }, say(locale)), files };
}

async function find(
  interaction: InteractionBase,
  { view, words }: Shown,
  services: Needs,
): Promise<JobsPage> {
  const { guildId = OUTSIDE_SERVERS, user } = interaction;
  const person = user.id;
  const page = await search(person, { view, words }, services);
  const underWay = (await services.log.jobs.countUnderWayOf({ userId: person, guildId })) > 0;
  const pictured = await mayBePictured(interaction, page.found.jobs, services);
  const again = page.found.jobs.filter(
    (job) =>
      isMadeAgain(job, interaction) &&
      services.destinations.stepsAfter(job.wanted.recipe)?.again === true,
  );
  return { person, words, ...page, underWay, again, pictured };
}

/**
 * Whether a job can be made again from a list. If it needs a form, the member has to use its
 * message.
 */
function isMadeAgain(
  job: Job,
  { guildId = OUTSIDE_SERVERS, channel }: Pick<InteractionBase, 'guildId' | 'channel'>,
): boolean {
  const isFinished = job.state === 'completed' && job.visibility === 'shown';
  const isHere = sentPictures(job).length === 0 || job.channelId === channel.id;
  return isFinished && job.wanted.readable && job.guildId === guildId && isHere;
}

/** Paging towards the newest may leave less than a page: then it shows the first page in full. */
async function search(
  userId: string,
  { view, words }: Shown,
  { log, memberReads }: Needs,
): Promise<Pick<JobsPage, 'found' | 'view'>> {
  const wanted = {
    of: { userId },
    states: statesListed(view.listed),
    terms: termsIn(words),
    atMost: JOBS_A_PAGE,
    budget: SEARCH_BUDGETS.jobs,
  };
  return memberReads.latest('jobs', userId, async (slicing) => {
    const found = await log.jobs.search({ ...wanted, from: view.from }, slicing);
    const isFirst = view.from?.way === 'newer' && !found.newer && found.jobs.length < JOBS_A_PAGE;
    if (!isFirst) return { found, view };
    return { found: await log.jobs.search(wanted, slicing), view: { listed: view.listed } };
  });
}

/** The jobs whose pictures are stored and may be shown here. */
async function mayBePictured(
  interaction: InteractionBase,
  jobs: readonly Job[],
  services: Needs,
): Promise<readonly Job[]> {
  const shown = jobs.filter(isShown);
  const needsAge = shown.some(({ ageRestricted }) => ageRestricted);
  const isRestricted = needsAge && (await isAgeRestrictedHere(interaction, services));
  return shown.filter(({ ageRestricted }) => isRestricted || !ageRestricted);
}

/** Pictures in a frame cannot be spoilers. */
function isShown(job: Job): boolean {
  const { state, visibility, eraseAskedAt, pictures } = job;
  const isThere = state === 'completed' && pictures.length > 0 && !isSpoiler(job);
  return isThere && visibility === 'shown' && eraseAskedAt === undefined;
}

/** `undefined` on failure: the list is shown without the thumbnail. */
async function thumbnailOf(
  { id, pictures: [first] }: Job,
  { pictures, thumbnail, logger }: Needs,
): Promise<OutgoingFile | undefined> {
  if (!first) return undefined;
  try {
    const data = await thumbnail(() => pictures.read(first));
    // The picture's own name would mark the message as the job's.
    return { name: `small-of-${id}.jpg`, type: 'image/jpeg', data };
  } catch (err) {
    logger.info({ job: id, err }, 'a picture is left out of a list');
    return undefined;
  }
}

/**
 * Budget of one job search: rows, and milliseconds of the event loop. `/show` searches on each
 * keystroke, up to four times a second; a page needs a command or a click.
 */
export const SEARCH_BUDGETS = {
  show: { rows: 2_000, ms: 50 },
  jobs: { rows: 20_000, ms: 500 },
  private: { rows: 20_000, ms: 500 },
} as const satisfies Readonly<Record<string, SearchBudget>>;
