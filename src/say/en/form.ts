/** Forms by which something is asked for. */
export const form = {
  edit: 'Change it and make it again',
  again: 'Make it again',
  anew: 'Make something like it',
  start: 'Make something of this picture',
};
