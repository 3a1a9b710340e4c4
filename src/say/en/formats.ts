import { factWords } from '../facts.ts';
import { formats } from '../formats.ts';

/** English numbers, lists and plurals. */
export const english = formats('en');

/** English words for the facts of errors. */
export const fact = factWords(english, { something: 'something', some: 'some', later: 'later' });
