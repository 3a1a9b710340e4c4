import { useState } from 'preact/hooks';
import type { CommandForm } from './command-form.ts';
import { fileField } from './file-option.ts';

/** What a person has begun in a channel: a message, or a command with its files by field. */
export interface Draft {
  readonly text: string;
  readonly form?: CommandForm;
  readonly files: ReadonlyMap<string, File>;
}

export const EMPTY_DRAFT: Draft = { text: '', files: new Map() };

export type ChangeDraft = (change: (draft: Draft) => Draft) => void;

export function isEmpty({ text, form }: Draft): boolean {
  return text === '' && form === undefined;
}

/** The files of the options that are still there. */
export function chosenFiles({ form, files }: Draft): ReadonlyMap<string, File> {
  const chosen = new Set(form?.fields.map(({ option }) => fileField(option.name)));
  return new Map([...files].filter(([field]) => chosen.has(field)));
}

/** The drafts of everybody in every channel; one is taken by its key. */
export function useDrafts(): (key: string) => readonly [Draft, ChangeDraft] {
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Draft>>(new Map());
  return (key) => {
    const of = (all: ReadonlyMap<string, Draft>) => all.get(key) ?? EMPTY_DRAFT;
    const change: ChangeDraft = (next) => {
      setDrafts((all) => new Map(all).set(key, next(of(all))));
    };
    return [of(drafts), change];
  };
}
