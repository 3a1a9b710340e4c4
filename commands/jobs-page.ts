import type { Reply, ReplyMessage } from '../src/discord/intake/handlers.ts';
import type { InteractionBase } from '../src/discord/interactions/interaction.ts';
import { jobsPanel, type ListView, statesListed } from '../src/discord/cards/jobs-list.ts';
import type { OutgoingFile } from '../src/discord/rest/message-payload.ts';
import { type FoundJobs, termsIn } from '../src/jobs/sql/job-search.ts';
import { isSpoiler, type Job } from '../src/jobs/job.ts';
import { say } from '../src/say/say.ts';
import { ageRestrictedHere } from './age-restricted-here.ts';
import { sentPictures } from './result/origin-of.ts';
import { SEARCH_BUDGETS } from './search-budgets.ts';
import type { Services } from './services.ts';

/** A phone shows about as many at once, with their pictures. */
export const JOBS_A_PAGE = 5;

/** A page of somebody's jobs, as it is found. */
interface JobsPage {
  readonly person: string;
  readonly words: string;
  readonly view: ListView;
  readonly found: FoundJobs;
  /** Those of its jobs that can be made again from here. */
  readonly again: readonly Job[];
  /** Those of its jobs whose picture is shown with them. */
  readonly pictured: readonly Job[];
}

interface Shown {
  readonly view: ListView;
  readonly words: string;
}

/** A page of whoever asks' own jobs. */
export async function jobsPage(
  interaction: InteractionBase,
  shown: Shown,
  services: Services,
): Promise<ReplyMessage> {
  return drawn(await find(interaction, shown, services), interaction, services);
}

/** The first page of all, at once where there are no pictures to be made small. */
export async function firstPage(interaction: InteractionBase, services: Services): Promise<Reply> {
  const page = await find(interaction, { view: { listed: 'all' }, words: '' }, services);
  const message = () => drawn(page, interaction, services);
  if (page.pictured.length > 0) return { kind: 'later', message };
  return { kind: 'quiet', message: await message() };
}

async function drawn(
  { pictured, ...page }: JobsPage,
  { locale }: InteractionBase,
  services: Services,
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
  services: Services,
): Promise<JobsPage> {
  const person = interaction.user.id;
  const page = await search(person, { view, words }, services);
  const pictured = await mayBePictured(interaction, page.found.jobs, services);
  const again = page.found.jobs.filter(
    (job) =>
      isMadeAgain(job, interaction) &&
      services.destinations.stepsAfter(job.wanted.recipe)?.again === true,
  );
  return { person, words, ...page, again, pictured };
}

/** Whether a job can be made again from a list: what its form asks for is asked where its message stands. */
function isMadeAgain(
  job: Job,
  { guildId, channel }: Pick<InteractionBase, 'guildId' | 'channel'>,
): boolean {
  const isFinished = job.state === 'completed' && job.visibility === 'shown';
  const isHere = sentPictures(job).length === 0 || job.channelId === channel.id;
  return isFinished && job.wanted.readable && job.guildId === guildId && isHere;
}

/** Towards the newest, what is left may be less than a page: then it is the first page, whole. */
async function search(
  userId: string,
  { view, words }: Shown,
  { log, memberReads }: Services,
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

/** Those of them whose pictures may be shown where they are asked for, and are kept. */
async function mayBePictured(
  interaction: InteractionBase,
  jobs: readonly Job[],
  services: Services,
): Promise<readonly Job[]> {
  const shown = jobs.filter(isShown);
  const needsAge = shown.some(({ ageRestricted }) => ageRestricted);
  const isRestricted = needsAge && (await ageRestrictedHere(interaction, services));
  return shown.filter(({ ageRestricted }) => isRestricted || !ageRestricted);
}

/** Nothing in a frame can be covered. */
function isShown(job: Job): boolean {
  const { state, visibility, eraseAskedAt, pictures } = job;
  const isThere = state === 'completed' && pictures.length > 0 && !isSpoiler(job);
  return isThere && visibility === 'shown' && eraseAskedAt === undefined;
}

/** `undefined` where there is none, which is no reason to show nothing. */
async function thumbnailOf(
  { id, pictures: [first] }: Job,
  { pictures, thumbnail, logger }: Services,
): Promise<OutgoingFile | undefined> {
  if (!first) return undefined;
  try {
    const data = await thumbnail(() => pictures.read(first));
    // A picture's own name would say that the message is its job's.
    return { name: `small-of-${id}.jpg`, type: 'image/jpeg', data };
  } catch (err) {
    logger.info({ job: id, err }, 'a picture is left out of a list');
    return undefined;
  }
}
