import type { OptionValues } from '../discord/option-value.ts';

/** One request that somebody makes, and how they see it through. */
export interface Act {
  readonly by: 'ada' | 'ben' | 'cleo';
  /** The options of `/imagine`. */
  readonly options: OptionValues & { readonly prompt: string };
  /** What is said before, to whoever watches. */
  readonly title: string;
  /** Whether they wait, confirm by the button that they may use the photo, or change their mind. */
  readonly then: 'wait' | 'confirm' | 'cancel';
}

/** Three people use the bot: words, a photo of a face, and a change of mind. */
export function threeActs(face: Uint8Array): readonly Act[] {
  return [
    {
      by: 'ada',
      title: 'Ada wants a picture from words.',
      options: { prompt: 'a red fox in the snow at night', aspect_ratio: '16:9' },
      then: 'wait',
    },
    {
      by: 'ben',
      title: 'Ben attaches a photo of a face. (This one is drawn, and of nobody.)',
      options: {
        prompt: 'me in front of the mountains, autumn',
        face: { name: 'drawn-face.png', bytes: face },
      },
      then: 'confirm',
    },
    {
      by: 'cleo',
      title: 'Cleo changes her mind while the GPU works.',
      options: { prompt: 'a lighthouse in a storm' },
      then: 'cancel',
    },
  ];
}
