/** What a button or modal asks for. It says nothing about rights: those come from the row. */
export interface CustomId {
  readonly action: string;
  /** The job, the report or the person that it is about. */
  readonly subject: string;
  readonly index?: number;
}

const PATTERN = /^v1:([a-z-]{1,20}):([a-z0-9]{1,20})(?::(\d{1,3}))?$/;

/** `v1:action:subject[:index]` */
export function formatCustomId({ action, subject, index }: CustomId): string {
  return `v1:${action}:${subject}${index === undefined ? '' : `:${index}`}`;
}

/** `undefined` for whatever this version did not write. */
export function parseCustomId(text: string): CustomId | undefined {
  const [, action, subject, index] = PATTERN.exec(text) ?? [];
  if (action === undefined || subject === undefined) return undefined;
  return { action, subject, ...(index === undefined ? {} : { index: Number(index) }) };
}
