import type { CommandForm } from './command-form.ts';

/** Something that is said above the bar. */
export interface Notice {
  /** `problem`: what somebody sent did not go through. */
  readonly kind: 'hint' | 'problem';
  readonly text: string;
}

/** What a person has begun in a channel: a message, or a command with its files by field. */
export interface Draft {
  readonly text: string;
  readonly form?: CommandForm;
  readonly files: ReadonlyMap<string, File>;
  /** What was last said about it. */
  readonly notice?: Notice | undefined;
}

/** Nothing is begun, and nothing said. */
export const EMPTY_DRAFT: Draft = { text: '', files: new Map() };

/** Changes the draft as it then is. */
export type ChangeDraft = (change: (draft: Draft) => Draft) => void;

/** Whether nothing is begun. */
export function isEmpty({ text, form }: Draft): boolean {
  return text === '' && form === undefined;
}

/** The draft with another form, and without the files that none of its options still holds. */
export function withForm(draft: Draft, form: CommandForm): Draft {
  const held = new Set(
    form.fields.map(({ picked }) =>
      typeof picked === 'object' && 'file' in picked ? picked.file : undefined,
    ),
  );
  return { ...draft, form, files: new Map([...draft.files].filter(([field]) => held.has(field))) };
}
