import { readCompiled } from './compiled-file.ts';
import { CompiledLists } from './compiled-lists.ts';
import { OWN_LISTS, type ListFiles } from './own-lists.ts';
import { Screening } from './screening.ts';
import { parseLanguages, readTermFolder } from './term-files.ts';

/**
 * The screening by the bot's own lists, and by those in an operator's folder where there is one.
 * Only a build compiles lists into a file, and only the bot's own: all others, and those that no
 * file fits, are made from their texts.
 *
 * @throws TermListError for a folder or a list that cannot be used.
 */
export function openScreening(
  furtherLists?: string,
  { folder, compiled }: ListFiles = OWN_LISTS,
): Screening {
  const own = readTermFolder(folder);
  const further = furtherLists === undefined ? [] : readTermFolder(furtherLists);
  const lists = further.length > 0 ? undefined : readCompiled(compiled, own);
  return new Screening(lists ?? CompiledLists.of(parseLanguages(own, further)));
}
