import { useState } from 'preact/hooks';
import { EMPTY_DRAFT, type ChangeDraft, type Draft } from './draft.ts';

/** The drafts of everybody in every channel; a key names one. */
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
