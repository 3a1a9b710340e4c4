/** What a button or modal asks for. It says nothing about rights: those come from the row. */
export interface CustomId {
  readonly action: string;
  readonly jobId: string;
  readonly index?: number;
}

const PATTERN = /^v1:([a-z-]{1,20}):([a-z0-9]{1,20})(?::(\d{1,3}))?$/;

/** `v1:action:job[:index]` */
export function formatCustomId({ action, jobId, index }: CustomId): string {
  return `v1:${action}:${jobId}${index === undefined ? '' : `:${index}`}`;
}

/** `undefined` for whatever this version did not write. */
export function parseCustomId(text: string): CustomId | undefined {
  const [, action, jobId, index] = PATTERN.exec(text) ?? [];
  if (action === undefined || jobId === undefined) return undefined;
  return { action, jobId, ...(index === undefined ? {} : { index: Number(index) }) };
}
