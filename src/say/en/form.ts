import { english } from './formats.ts';

/** Forms by which something is asked for. */
export const form = {
  edit: 'Change it and make it again',
  again: 'Make it again',
  anew: 'Make something like it',
  /** Above what somebody filled in, where it was not taken. */
  filledIn: 'This is what you filled in:',
  start: 'Make something of this picture',
  /** `what`: what an option is for, where that is said. Discord cuts it after 100 characters. */
  from: (min: number, max: number, what: string) =>
    `${english.number(min)} to ${english.number(max)}${what === '' ? '' : `. ${what}`}`,
  /** Of a picture that is there already. */
  asBefore: (what: string) => (what === '' ? 'Empty: as before' : `${what}. Empty: as before`),
};
