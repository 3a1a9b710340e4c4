import { fileURLToPath } from 'node:url';
import { Screening } from './screening.ts';
import { readTermFolder } from './term-files.ts';
import { joinTermLists } from './term-list.ts';

/** The lists that come with the bot. */
const OWN_LISTS = fileURLToPath(new URL('terms', import.meta.url));

/**
 * The screening by the bot's own lists, and by those in an operator's folder where there is one.
 *
 * @throws TermListError for a folder or a list that cannot be used.
 */
export function openScreening(furtherLists?: string): Screening {
  const folders = [OWN_LISTS, ...(furtherLists === undefined ? [] : [furtherLists])];
  return new Screening(joinTermLists(folders.map(readTermFolder)));
}
