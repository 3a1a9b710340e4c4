/** Forms by which something is asked for. */
export const form = {
  edit: 'Change it and make it again',
  again: 'Make it again',
  anew: 'Make something like it',
  /** Above what somebody filled in, where it was not taken. */
  filledIn: 'This is what you filled in:',
  start: 'Make something of this picture',
};
