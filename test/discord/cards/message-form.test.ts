import { describe, expect, it } from 'vitest';
import { type FormFailure, lesserForm, WHOLE } from '../../../src/discord/cards/job-card.ts';

/** Every form that is tried in turn when each is answered in the same way. */
function formsAfter(failure: FormFailure, form = WHOLE): string[] {
  const next = lesserForm(form, failure);
  if (!next) return [];
  return [`${next.words ? 'words' : 'no words'}, ${next.picture}`, ...formsAfter(failure, next)];
}

describe('the forms of a message', () => {
  it.each<[FormFailure, string[]]>([
    ['too_large', ['words, smaller', 'words, none']],
    ['refused', ['no words, original', 'no words, none']],
    ['picture_gone', ['words, gone']],
  ])('after %s are tried in turn, and come to an end', (failure, forms) => {
    expect(formsAfter(failure)).toEqual(forms);
  });

  it('keep the smaller picture when the words go', () => {
    const form = { words: true, picture: 'smaller' } as const;
    expect(lesserForm(form, 'refused')).toEqual({ words: false, picture: 'smaller' });
  });

  it('stay without words when the picture gets smaller', () => {
    const form = { words: false, picture: 'original' } as const;
    expect(lesserForm(form, 'too_large')).toEqual({ words: false, picture: 'smaller' });
  });
});
