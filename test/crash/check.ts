import { MessageFlags } from 'discord.js';
import { payloadOf } from '../../src/discord/cards/card.ts';
import { renderJob, WHOLE } from '../../src/discord/cards/job-card.ts';
import { isTerminal, type Job } from '../../src/jobs/job.ts';
import { jobState } from '../../src/jobs/sql/job-row.ts';
import { jobOfRow, stepsOfJob } from '../support/job-of-row.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import { allChannels } from './all-channels.ts';
import { peopleBreaches } from './check-people.ts';
import { toldBreaches } from './check-told.ts';
import { look } from './look.ts';
import type { Scenario } from './play.ts';
import { repeatsOf } from './repeats.ts';
import { historyOf, readRows, type EventRow, type JobRow, type Rows } from './rows.ts';
import type { CrashStage } from './stage.ts';
import type { Tally } from './tally.ts';

/**
 * The promise, held against a bot that has settled and stopped: every accepted job ended in exactly
 * one truthful message, was sent to RunPod once, or twice where the first answer or the result
 * was lost, and left nothing private behind.
 *
 * @throws Error that lists every breach, each with the history of its job.
 */
export async function check(
  stage: CrashStage,
  {
    mayBeUndeliverable = false,
    forgetsPictures = false,
  }: Pick<Scenario, 'mayBeUndeliverable' | 'forgetsPictures'> = {},
): Promise<Tally> {
  const rows = await readRows(stage.database);
  const messages = messagesByJob(stage);
  const lost = lostJobs(stage, rows, [...messages.keys()]);
  const repeats = repeatsOf(stage, rows);
  const breaches = [
    ...lost.map((id) => `job ${id} is lost`),
    ...repeats.breaches,
    ...(await fileBreaches(stage, rows)),
    ...rows.preparedPictures.map(
      ({ jobId }) => `the pictures of job ${jobId ?? 'nobody'} are kept`,
    ),
    ...(await peopleBreaches(stage, rows)),
    ...toldBreaches(stage, rows),
    ...rows.jobs.flatMap((row) =>
      [
        ...rowBreaches(row, eventsOf(rows, row.id)),
        ...remoteBreaches(row, stage),
        ...(row.erasedAt !== null
          ? leftoverBreaches(messages.get(row.id) ?? [])
          : row.undeliverableAt === null
            ? forgetsPictures && row.pictures === '[]'
              ? []
              : messageBreaches(jobOfRow(row), messages.get(row.id) ?? [], stage)
            : // A question that was never asked can be asked of nobody.
              row.ephemeral === 1 || mayBeUndeliverable
              ? []
              : ['nobody can be told']),
      ].map((breach) => `job ${row.id} (${row.state}) ${breach}: ${historyOf(rows, row.id)}`),
    ),
  ];
  if (breaches.length > 0) throw new Error(`the promise is broken:\n${breaches.join('\n')}`);
  return {
    kills: stage.kills.length,
    serverEnds: stage.serverEnds,
    jobs: rows.jobs.length,
    lost: lost.length,
    doubled: repeats.allowed,
  };
}

/** Every message that names a job at its foot. */
function messagesByJob(stage: CrashStage): Map<string, Message[]> {
  const byJob = new Map<string, Message[]>();
  for (const channel of allChannels(stage)) {
    for (const message of stage.discord.messages(channel)) {
      const id = jobNamedBy(message);
      if (id !== undefined) byJob.set(id, [...(byJob.get(id) ?? []), message]);
    }
  }
  return byJob;
}

function jobNamedBy({ embeds }: Pick<Message, 'embeds'>): string | undefined {
  return /^job (\w+)$/.exec(embeds[0]?.footer?.text ?? '')?.[1];
}

/** What was committed or shown to somebody, and has no row. */
function lostJobs({ committed }: CrashStage, { jobs }: Rows, shown: readonly string[]): string[] {
  const kept = new Set(jobs.map(({ id }) => id));
  return [...new Set([...committed, ...shown])].filter((id) => !kept.has(id));
}

function rowBreaches(row: JobRow, events: readonly EventRow[]): string[] {
  const ends = events.filter(({ toState }) => isTerminal(jobState.parse(toState)));
  const isPrivate = row.private === 1 && row.ephemeral === 1;
  return [
    ...(ends.length === 1 ? [] : [`ended ${ends.length} times`]),
    ...(row.attempt > 2 ? [`has attempt ${row.attempt}`] : []),
    ...(row.attachment === null ? [] : ['still holds where the photo is']),
    // A private message can be taken away by its token alone.
    ...(row.interactionToken === null || isPrivate ? [] : ['still holds its token']),
    ...(row.remoteOpen === 0 ? [] : ['is still open at RunPod']),
  ];
}

/** RunPod was told of the end of a job that it knew and had not ended itself. */
function remoteBreaches({ state, runpodId, finishedAt }: JobRow, { runpod }: CrashStage): string[] {
  const remote = runpod.jobs.find(({ id }) => id === runpodId);
  if (!remote || remote.cancelRequested || (state !== 'cancelled' && state !== 'expired'))
    return [];
  const over = remote.endedAt ?? remote.deletedAt ?? Infinity;
  return over <= (finishedAt ?? 0) ? [] : ['went on at RunPod'];
}

/** Nobody but its reader sees a question, and without its token nobody can delete it. */
function leftoverBreaches(found: readonly Message[]): string[] {
  const left = found.filter((message) => !isQuestion(message)).length;
  return left === 0 ? [] : [`is erased and has ${left} messages`];
}

function messageBreaches(
  job: Job,
  found: readonly Message[],
  { wakes }: Pick<CrashStage, 'wakes'>,
): string[] {
  // A question that was answered may be left standing, where only the one who was asked sees it.
  const messages = found.filter((message) => job.ephemeral || !isQuestion(message));
  const [message] = messages;
  if (!message || messages.length > 1) {
    return [[`has ${messages.length} messages`, ...messages.map(origin)].join(', ')];
  }
  const { body, pictures } = payloadOf(renderJob(job, {}, 0, WHOLE, stepsOfJob(job)));
  const wanted = look({ ...body, files: pictures });
  const shown = look(message);
  // Without a token nobody can set right what only its reader sees, after a late edit.
  const isPastHelp = job.ephemeral && job.interactionToken === undefined && wakes.length > 0;
  const early = job.state === 'completed' ? [] : message.versions.filter(showsPicture);
  return [
    ...(shown === wanted || isPastHelp ? [] : [`shows ${shown}, not ${wanted}`]),
    ...(early.length === 0 ? [] : ['showed a picture before']),
  ];
}

/** When it was posted, and for which interaction. */
function origin({ id, interaction_metadata: answers }: Message): string {
  return `${id} ${answers ? `for ${answers.id}` : 'posted'}`;
}

function isQuestion({ flags }: Message): boolean {
  return (flags & MessageFlags.Ephemeral) !== 0;
}

function showsPicture({ payload }: Message['versions'][number]): boolean {
  return payload.attachments.length > 0 || payload.embeds.some(({ image }) => image !== undefined);
}

async function fileBreaches({ database }: CrashStage, { jobs }: Rows): Promise<string[]> {
  const named = jobs.flatMap((row) => jobOfRow(row).pictures.map(({ file }) => file)).sort();
  const isNamed = new Set(named);
  // Storage may be being tried out, or was as the bot was killed: the next start clears that away.
  // What a killed process stored in the database in vain is swept after a day.
  const kept = (await database.pictures())
    .filter((name) => (database.kind === 'sqlite' ? name !== '.probe' : isNamed.has(name)))
    .sort();
  if (JSON.stringify(named) === JSON.stringify(kept)) return [];
  return [`the folder holds ${kept.join(', ')}, the rows name ${named.join(', ')}`];
}

function eventsOf({ events }: Rows, jobId: string): EventRow[] {
  return events.filter((event) => event.jobId === jobId);
}
