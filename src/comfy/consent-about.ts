import { pictureOptions, type OptionTable } from './option.ts';

/** What somebody consents to: that the photo of one face is used, or pictures with whoever is in them. */
export type ConsentAbout = 'face' | 'pictures';

/** What somebody who sends the pictures of these options is asked. */
export function consentAbout(options: OptionTable): ConsentAbout {
  const [first, ...others] = pictureOptions(options).filter(([, { person }]) => person);
  return first?.[1].use === 'face' && others.length === 0 ? 'face' : 'pictures';
}
