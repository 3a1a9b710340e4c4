import type { Job } from '../../jobs/job.ts';
import type { Report } from '../../moderation/report.ts';
import { parseCustomId } from '../interactions/custom-id.ts';
import type { SeenMessage } from '../rest/seen-message.ts';

/** What a message of the bot shows. */
export interface OwnMark {
  readonly kind: 'job' | 'report';
  readonly id: string;
}

const JOB_FOOTER = /^(?:-# )?job ([a-z0-9]{1,20})$/;
const REPORT_FOOT = /^(?:-# )?report ([a-z0-9]{1,20}) · job [a-z0-9]{1,20}$/;
/** Picture files as stored on disk; `jpg` for shrunk ones. */
const PICTURE_FILE = /^([a-z0-9]{1,20})-\d{1,2}\.(?:png|jpg|webp)$/;

/**
 * The foot of a job's message, with the id that members use. It is in no language, since it
 * identifies messages for as long as they exist.
 */
export function jobFooter({ id }: Pick<Job, 'id'>): string {
  return `job ${id}`;
}

/** The same for a report's message. */
export function reportFooter({ id, jobId }: Pick<Report, 'id' | 'jobId'>): string {
  return `report ${id} · job ${jobId}`;
}

/**
 * The job or report that a message shows, by its buttons, its foot or its picture's file name.
 * `undefined` for messages not written by the bot user `botId`: any member can write the same text.
 */
export function ownMark(message: SeenMessage, botId: string): OwnMark | undefined {
  return message.authorId === botId ? markOf(message) : undefined;
}

/** The same for a message known to be the bot's. */
export function markOf({
  customIds,
  feet,
  fileNames,
}: Pick<SeenMessage, 'customIds' | 'feet' | 'fileNames'>): OwnMark | undefined {
  const marks = [customIds.map(byButton), feet.map(byFoot), fileNames.map(byFile)];
  return marks.flat().find((mark) => mark !== undefined);
}

/**
 * A button about a job without a picture's number is on the job's own message: those of panels and
 * questions either have a number, or are in answers that one member sees.
 */
function byButton(customId: string): OwnMark | undefined {
  const id = parseCustomId(customId);
  if (!id) return undefined;
  if ('report' in id) return { kind: 'report', id: id.report };
  return 'job' in id && id.index === undefined ? { kind: 'job', id: id.job } : undefined;
}

function byFoot(text: string): OwnMark | undefined {
  return named('job', JOB_FOOTER.exec(text)) ?? named('report', REPORT_FOOT.exec(text));
}

function byFile(name: string): OwnMark | undefined {
  return named('job', PICTURE_FILE.exec(name));
}

function named(kind: OwnMark['kind'], found: RegExpExecArray | null): OwnMark | undefined {
  const id = found?.[1];
  return id === undefined ? undefined : { kind, id };
}
