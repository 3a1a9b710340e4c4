import { SUBJECTS_OF_V1 } from './v1-subjects.ts';

/** What a button or modal asks for. It says nothing about rights: those come from the row. */
interface Asked {
  readonly action: string;
  readonly index?: number;
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

export type CustomId = JobCustomId | ReportCustomId | PersonCustomId;

/** What a custom id can be about. */
export type Subject = 'job' | 'report' | 'person';

const V2 = /^v2:([a-z-]{1,20}):(job|report|person):([a-z0-9]{1,20})(?::(\d{1,3}))?$/;
/** How ids were written before they said what they are about. Such buttons work for ever. */
const V1 = /^v1:([a-z-]{1,20}):([a-z0-9]{1,20})(?::(\d{1,3}))?$/;

/** `v2:action:job:id[:index]`, or `report` or `person`; 58 characters at most. */
export function formatCustomId(id: CustomId): string {
  const { action, index } = id;
  const end = index === undefined ? '' : `:${index}`;
  if ('job' in id) return `v2:${action}:job:${id.job}${end}`;
  if ('report' in id) return `v2:${action}:report:${id.report}${end}`;
  return `v2:${action}:person:${id.person}${end}`;
}

/** `undefined` for whatever neither this version nor one before it wrote. */
export function parseCustomId(text: string): CustomId | undefined {
  const [, action, subject, id, index] = V2.exec(text) ?? [];
  if (action !== undefined) return customId(action, subject, id, index);
  const [, oldAction, oldId, oldIndex] = V1.exec(text) ?? [];
  if (oldAction === undefined) return undefined;
  return customId(oldAction, SUBJECTS_OF_V1.get(oldAction), oldId, oldIndex);
}

function customId(
  action: string,
  subject: string | undefined,
  id: string | undefined,
  index: string | undefined,
): CustomId | undefined {
  if (id === undefined) return undefined;
  const asked = { action, ...(index === undefined ? {} : { index: Number(index) }) };
  if (subject === 'job') return { ...asked, job: id };
  if (subject === 'report') return { ...asked, report: id };
  return subject === 'person' ? { ...asked, person: id } : undefined;
}
