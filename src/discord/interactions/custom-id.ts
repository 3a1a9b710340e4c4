/** What a button or modal asks for. It says nothing about rights: those come from the row. */
interface Asked {
  readonly action: string;
  /** Which of several, such as a job's pictures; counts from 0. */
  readonly index?: number;
  /** What else it needs to know, such as a command's name. */
  readonly name?: string;
}

/** About a job, by its id. */
export interface JobCustomId extends Asked {
  readonly job: string;
}

/** About a report, by its id. */
export interface ReportCustomId extends Asked {
  readonly report: string;
}

/** About a person, by their id. */
export interface PersonCustomId extends Asked {
  readonly person: string;
}

/** About a message that shows no job of ours, by its id. */
export interface MessageCustomId extends Asked {
  readonly message: string;
}

export type CustomId = JobCustomId | ReportCustomId | PersonCustomId | MessageCustomId;

/** What a custom id can be about. */
export type Subject = 'job' | 'report' | 'person' | 'message';

const V2 =
  /^v2:([a-z-]{1,20}):(job|report|person|message):([a-z0-9]{1,20})(?::(\d{1,3}))?(?:=([-_\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}))?$/u;
/** How ids were written before they said what they are about. Such buttons work for ever. */
const V1 = /^v1:([a-z-]{1,20}):([a-z0-9]{1,20})(?::(\d{1,3}))?$/;

/** `v2:action:job:id[:index][=name]`, or another subject; 92 characters at most, of Discord's 100. */
export function formatCustomId(id: CustomId): string {
  const { action, index, name } = id;
  const end = `${index === undefined ? '' : `:${index}`}${name === undefined ? '' : `=${name}`}`;
  if ('job' in id) return `v2:${action}:job:${id.job}${end}`;
  if ('report' in id) return `v2:${action}:report:${id.report}${end}`;
  if ('message' in id) return `v2:${action}:message:${id.message}${end}`;
  return `v2:${action}:person:${id.person}${end}`;
}

/** `undefined` for whatever neither this version nor one before it wrote. */
export function parseCustomId(text: string): CustomId | undefined {
  const [, action, subject, id, index, name] = V2.exec(text) ?? [];
  if (action !== undefined) return customId(action, subject, id, { index, name });
  const [, oldAction, oldId, oldIndex] = V1.exec(text) ?? [];
  if (oldAction === undefined) return undefined;
  return customId(oldAction, SUBJECTS_OF_V1.get(oldAction), oldId, { index: oldIndex });
}

function customId(
  action: string,
  subject: string | undefined,
  id: string | undefined,
  { index, name }: { readonly index?: string | undefined; readonly name?: string | undefined },
): CustomId | undefined {
  if (id === undefined) return undefined;
  const asked = {
    action,
    ...(index !== undefined && { index: Number(index) }),
    ...(name !== undefined && { name }),
  };
  if (subject === 'job') return { ...asked, job: id };
  if (subject === 'report') return { ...asked, report: id };
  if (subject === 'message') return { ...asked, message: id };
  return subject === 'person' ? { ...asked, person: id } : undefined;
}

/**
 * What each action of the first custom ids is about, which did not say so themselves. Messages with
 * them stand for as long as people leave them, so nothing here ever goes, and nothing is added.
 */
export const SUBJECTS_OF_V1: ReadonlyMap<string, Subject> = new Map([
  ['cancel', 'job'],
  ['consent', 'job'],
  ['retry', 'job'],
  ['report', 'job'],
  ['report-for', 'job'],
  ['remove', 'report'],
  ['restore', 'report'],
  ['look', 'report'],
  ['block-requester', 'report'],
  ['block-reporter', 'report'],
  ['privacy-export', 'person'],
  ['privacy-withdraw', 'person'],
  ['privacy-erase', 'person'],
  ['privacy-erase-now', 'person'],
  ['privacy-keep', 'person'],
]);
