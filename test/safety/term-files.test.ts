import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openScreening } from '../../src/safety/open-screening.ts';
import { parseLanguages, readTermFolder } from '../../src/safety/term-files.ts';
import { allTextsOf } from '../../src/safety/term-list.ts';
import { tempFolder } from '../support/temp-folder.ts';

function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = tempFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

describe('a folder of term lists', () => {
  it('has a folder for each language, and needs no code for a new one', () => {
    const folder = folderWith({ 'xx/nudity.txt': 'zibble\n', 'yy/minor.txt': 'wobblet\n' });
    expect(allTextsOf(parseLanguages(readTermFolder(folder)).terms)).toEqual(['zibble', 'wobblet']);
  });

  it('adds to what the bot screens by', () => {
    const request = { prompt: 'a zibble', negativePrompt: '', face: true, ageRestricted: false };
    expect(openScreening().refusalOf(request)).toBeUndefined();
    const folder = folderWith({ 'xx/nudity.txt': 'zibble\n' });
    expect(openScreening(folder).refusalOf(request)).toEqual({
      code: 'prompt_face',
      term: 'zibble',
    });
  });

  it.each<[string, Readonly<Record<string, string | Buffer>>, string]>([
    ['a folder with no language in it', { 'nudity.txt': 'a' }, 'has no folder of term lists'],
    [
      'a list whose name nobody reads',
      { 'en/nudty.txt': 'a' },
      'nothing reads a list called nudty',
    ],
    ['a file that is no text', { 'en/nudity.txt': Buffer.from([0xff, 0xfe]) }, 'is not UTF-8'],
    ['a file without end', { 'en/nudity.txt': 'a\n'.repeat(600_000) }, 'is larger than 1 MB'],
  ])('is refused for %s', (_, files, message) => {
    expect(() => parseLanguages(readTermFolder(folderWith(files)))).toThrow(message);
  });

  it('is refused where it is not there', () => {
    expect(() => readTermFolder(join(tempFolder(), 'nowhere'))).toThrow('cannot be read');
  });
});
