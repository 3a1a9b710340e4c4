import type { DiscordFailure } from '../wire/discord-failure.ts';

/** How much of a job's message is shown, where Discord or the disk does not give all of it. */
export interface MessageForm {
  /** Whether the prompt is shown, which a server's AutoMod may refuse. */
  readonly words: boolean;
  /** `none`: Discord takes it in no size. `gone`: its file is no longer there. */
  readonly picture: 'original' | 'smaller' | 'none' | 'gone';
}

export const WHOLE: MessageForm = Object.freeze({ words: true, picture: 'original' });

const NEXT_SIZE = {
  original: 'smaller',
  smaller: 'none',
  none: undefined,
  gone: undefined,
} as const;

/** Why a form cannot be shown: Discord said no, or the picture's file is not there. */
export type FormFailure = Extract<DiscordFailure, 'refused' | 'too_large'> | 'picture_gone';

/**
 * The next form to try. What is too large is shown smaller, then not at all; what is refused is
 * shown without its words, then without its picture. `undefined` where there is nothing less to
 * show.
 */
export function lesserForm(form: MessageForm, failure: FormFailure): MessageForm | undefined {
  const { words, picture } = form;
  switch (failure) {
    case 'picture_gone':
      return picture === 'gone' ? undefined : { words, picture: 'gone' };
    case 'too_large': {
      const size = NEXT_SIZE[picture];
      return size && { words, picture: size };
    }
    case 'refused':
      if (words) return { words: false, picture };
      return NEXT_SIZE[picture] && { words, picture: 'none' };
  }
}
