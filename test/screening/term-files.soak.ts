import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openScreening } from '../../src/screening/open-screening.ts';
import { parseLanguages, readTermFolder } from '../../src/screening/lists/term-files.ts';
import { allTextsOf } from '../../src/screening/lists/term-list.ts';
import { tempFolder } from '../support/temp-folder.ts';

function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = tempFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const request = { prompt: 'a zibble', negativePrompt: '', face: true, ageRestricted: false };

describe('a folder of term lists', () => {
  it('has a folder for each language, and needs no code for a new one', () => {
    const folder = folderWith({ 'xx/nudity.txt': 'zibble\n', 'yy/minor.txt': 'wobblet\n' });
    expect(allTextsOf(parseLanguages(readTermFolder(folder)).terms)).toEqual(['zibble', 'wobblet']);
  });

  it('adds to what the bot screens by', () => {
    expect(openScreening().refusalOf(request)).toBeUndefined();
    const folder = folderWith({ 'xx/nudity.txt': 'zibble\n' });
    expect(openScreening(folder).refusalOf(request)).toEqual({
      code: 'prompt_face',
      term: 'zibble',
    });
  });

  it('takes terms out of the lists that the bot has, of whatever language', () => {
    const own = folderWith({
      'xx/nudity.txt': 'zibble\n{how} wobble*\nzubble',
      'xx/how.txt': 'red\nblue',
      'yy/nudity.txt': 'zubble',
    });
    const further = folderWith({
      'xx/not-a-term.txt': '# ours\nZibble\nred wobble\nzubble\n',
      'zz/not-a-term.txt': 'zibble',
    });
    const screening = openScreening(further, { folder: own, compiled: `${own}.compiled` });
    const termIn = (prompt: string) => screening.refusalOf({ ...request, prompt })?.term;
    expect(termIn('a zibble')).toBeUndefined();
    expect(termIn('a red wobbler')).toBeUndefined();
    expect(termIn('a blue wobbler')).toBe('blue wobble');
    expect(termIn('a zubble')).toBeUndefined();
  });

  it("takes a term out of the bot's own lists, and leaves those of its own", () => {
    const bikini = { ...request, prompt: 'a bikini' };
    expect(openScreening().refusalOf(bikini)?.term).toBe('bikini');
    const out = folderWith({ 'en/not-a-term.txt': 'bikini\n', 'en/nudity.txt': 'zibble' });
    expect(openScreening(out).refusalOf(bikini)).toBeUndefined();
    expect(openScreening(out).refusalOf({ ...request, prompt: 'a zibble' })?.term).toBe('zibble');
    const back = folderWith({ 'en/not-a-term.txt': 'bikini\n', 'en/nudity.txt': 'bikini' });
    expect(openScreening(back).refusalOf(bikini)?.term).toBe('bikini');
  });

  it('takes an edit out of the lists, as a refusal names it, and nothing else of its pattern', () => {
    const own = folderWith({ 'xx/edit.txt': '{zap} zib* ...  zob', 'xx/zap.txt': 'zap\nzip' });
    const further = folderWith({ 'xx/not-a-term.txt': 'zap zib zob' });
    const screening = openScreening(further, { folder: own, compiled: `${own}.compiled` });
    const termIn = (prompt: string) => screening.refusalOf({ ...request, prompt })?.term;
    expect(termIn('zap zibble and zob')).toBeUndefined();
    expect(termIn('zip zibble and zob')).toBe('zip zib zob');
    const misspelt = folderWith({ 'xx/not-a-term.txt': 'zap zab zob' });
    expect(() => openScreening(misspelt, { folder: own, compiled: `${own}.compiled` })).toThrow(
      'the bot\'s own lists have no term "zap zab zob"',
    );
  });

  it('says what is innocent in one language only, which the bot knows by its words or learns to', () => {
    const folder = folderWith({
      'fr/innocent-in-language.txt': 'bikini',
      'xx/innocent-in-language.txt': 'zimmer bikini',
      'xx/language.txt': 'zimmer\nzummer',
    });
    const screening = openScreening(folder);
    const termIn = (prompt: string) => screening.refusalOf({ ...request, prompt })?.term;
    expect(termIn('une femme en bikini dans la mer')).toBeUndefined();
    expect(termIn('a woman in a bikini by the sea')).toBe('bikini');
    expect(termIn('zummer zimmer bikini')).toBeUndefined();
    expect(termIn('a woman in a zimmer bikini by the sea')).toBe('bikini');
  });

  it.each<[string, Readonly<Record<string, string | Buffer>>, string]>([
    [
      'a term to take out that is none',
      { 'en/not-a-term.txt': 'bikinizz' },
      'en: not-a-term: the bot\'s own lists have no term "bikinizz"',
    ],
    [
      'phrases of a language that nothing is known by',
      { 'xx/innocent-in-language.txt': 'a' },
      'xx: innocent-in-language needs a list called language',
    ],
  ])('is refused for %s', (_, files, message) => {
    expect(() => openScreening(folderWith(files))).toThrow(message);
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
