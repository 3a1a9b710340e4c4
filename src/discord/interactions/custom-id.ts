/** The action of a button or modal. It grants no rights: those come from the row. */
interface Asked {
  readonly action: string;
  /** The index, such as of a job's picture, from 0. */
  readonly index?: number;
  /** An additional argument, such as a command's name. */
  readonly name?: string;
}

/** What a custom id can be about. */
export type Subject = 'job' | 'report' | 'person' | 'message';

/** A custom id about that subject, by its id. */
export type CustomIdOf<S extends Subject> = S extends Subject
  ? Asked & Readonly<Record<S, string>>
  : never;

export type JobCustomId = CustomIdOf<'job'>;
export type ReportCustomId = CustomIdOf<'report'>;
export type PersonCustomId = CustomIdOf<'person'>;
/** About a message that shows no job of the bot. */
export type MessageCustomId = CustomIdOf<'message'>;
export type CustomId = CustomIdOf<Subject>;

export function isAbout<S extends Subject>(subject: S, id: CustomId): id is CustomIdOf<S> {
  return subject in id;
}

const V2 =
  /^v2:([a-z-]{1,20}):(job|report|person|message):([a-z0-9]{1,20})(?::(\d{1,3}))?(?:=([-_\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}))?$/u;
/** Ids from before they named their subject. Their buttons keep working. */
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

/** `undefined` for text that no version wrote. */
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
 * The subject of each action in the first custom ids, which did not include it. Messages with them
 * last indefinitely, so nothing here is ever removed or added.
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
