import type { Job } from '../../jobs/job.ts';
import type { Report } from '../../moderation/report.ts';
import { parseCustomId } from '../interactions/custom-id.ts';
import type { SeenMessage } from '../rest/seen-message.ts';

/** What a message of the bot's own shows. */
export interface OwnMark {
  readonly kind: 'job' | 'report';
  readonly id: string;
}

/** Buttons that stand on a job's own message; any other about a job stands on a question that goes with it. */
const ON_JOBS: ReadonlySet<string> = new Set([
  'cancel',
  'consent',
  'agree',
  'decline',
  'show-prompt',
  'retry',
  'report',
  'again',
  'vary',
  'upscale',
  'edit',
  'more',
]);
/** The same of reports. */
const ON_REPORTS: ReadonlySet<string> = new Set([
  'remove',
  'restore',
  'look',
  'block-requester',
  'block-reporter',
]);

const JOB_FOOT = /^(?:-# )?job ([a-z0-9]{1,20})$/;
const REPORT_FOOT = /^(?:-# )?report ([a-z0-9]{1,20}) · job [a-z0-9]{1,20}$/;
/** As pictures are named on the disk, and `jpg` where one is shown smaller. */
const PICTURE_FILE = /^([a-z0-9]{1,20})-\d{1,2}\.(?:png|jpg|webp)$/;

/**
 * The line at the foot of a job's message: people name a job by it. It is in no language, since
 * messages are known by it for as long as they stand.
 */
export function jobFoot({ id }: Pick<Job, 'id'>): string {
  return `job ${id}`;
}

/** The same of a report's message. */
export function reportFoot({ id, jobId }: Pick<Report, 'id' | 'jobId'>): string {
  return `report ${id} · job ${jobId}`;
}

/**
 * Which job or report a message shows, whatever form it has: by its buttons, else by its foot, else
 * by its picture's file. `undefined` for any that the bot as the user `botId` did not write:
 * anybody may write the same words.
 */
export function ownMark(message: SeenMessage, botId: string): OwnMark | undefined {
  return message.authorId === botId ? markOf(message) : undefined;
}

/** The same, for a message that is known to be written in the bot's name. */
export function markOf({
  customIds,
  feet,
  files,
}: Pick<SeenMessage, 'customIds' | 'feet' | 'files'>): OwnMark | undefined {
  return firstOf(customIds, byButton) ?? firstOf(feet, byFoot) ?? firstOf(files, byFile);
}

function byButton(customId: string): OwnMark | undefined {
  const id = parseCustomId(customId);
  if (!id) return undefined;
  if ('job' in id) {
    // One of a panel about a job says which of its pictures is meant.
    const isOnJob = ON_JOBS.has(id.action) && id.index === undefined;
    return isOnJob ? { kind: 'job', id: id.job } : undefined;
  }
  if (!('report' in id)) return undefined;
  return ON_REPORTS.has(id.action) ? { kind: 'report', id: id.report } : undefined;
}

function byFoot(text: string): OwnMark | undefined {
  return named('job', JOB_FOOT.exec(text)) ?? named('report', REPORT_FOOT.exec(text));
}

function byFile(name: string): OwnMark | undefined {
  return named('job', PICTURE_FILE.exec(name));
}

function named(kind: OwnMark['kind'], found: RegExpExecArray | null): OwnMark | undefined {
  const id = found?.[1];
  return id === undefined ? undefined : { kind, id };
}

function firstOf(
  texts: readonly string[],
  read: (text: string) => OwnMark | undefined,
): OwnMark | undefined {
  for (const text of texts) {
    const mark = read(text);
    if (mark) return mark;
  }
  return undefined;
}
