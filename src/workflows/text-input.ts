import type { TextOption } from '../recipes/option.ts';
import type { EntryOf } from './manifest.ts';
import type { Reading, Target } from './reading.ts';
import { takesInstead } from './takes-instead.ts';
import { withoutFileNames } from './without-file-names.ts';
import { toAll, type WorkflowInput } from './workflow-input.ts';

/** Where the words of a node usually stand. */
export const TEXT_KEYS = ['text', 'prompt', 'value', 'string'];

type TextEntry = EntryOf<'prompt' | 'negative_prompt' | 'text'>;

/**
 * Words that people fill in. The prompt has to be there; of others, what the graph says stands. `longest`:
 * how many characters they may have where the entry does not say. `mayLoad`: whether they may load
 * files by their names, as encoders understand them.
 */
export function textInput(
  name: string,
  entry: TextEntry,
  {
    reading,
    index,
    longest,
    mayLoad,
  }: {
    readonly reading: Reading;
    readonly index: number;
    readonly longest: number;
    readonly mayLoad: boolean;
  },
): WorkflowInput {
  const { description, max_length: max = longest, required = entry.type === 'prompt' } = entry;
  const targets = reading.targets(entry, TEXT_KEYS, index);
  for (const target of targets) {
    if (!isText(target)) reading.target(target, `${takesInstead(target)}, not words`, index);
  }
  const said = entry.default ?? wordsOf(targets);
  if (Array.from(said).length > max && !required) {
    reading.manifest(
      `its default has more than ${max} characters: shorten it, or raise max_length`,
      index,
    );
  }
  const option: TextOption = {
    kind: 'text',
    min: required ? 1 : 0,
    max,
    ...(!required && { default: said }),
    ...(description !== undefined && { description }),
  };
  return {
    name,
    option,
    targets,
    write: (value) =>
      typeof value === 'string' ? toAll(targets, written(value, said, mayLoad)) : [],
  };
}

/** What the operator wrote stays as it is; people, and the safety words, may have gone on from there. */
function written(value: string, said: string, mayLoad: boolean): string {
  if (mayLoad) return value;
  const own = value.startsWith(said) ? said : '';
  return `${own}${withoutFileNames(value.slice(own.length))}`;
}

/** What a file is called or which sampler it is are no words: those are choices. */
function isText({ takes, now }: Target): boolean {
  return takes ? takes.type === 'STRING' : now === undefined || typeof now === 'string';
}

function wordsOf([target]: readonly Target[]): string {
  return typeof target?.now === 'string' ? target.now : '';
}
