import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  openScreening,
  OWN_LISTS,
  readCompiled,
  writeCompiled,
} from '../../src/screening/open-screening.ts';
import { CompiledLists } from '../../src/screening/lists/compiled-lists.ts';
import { Screening } from '../../src/screening/screening.ts';
import { parseLanguages, readTermFolder } from '../../src/screening/lists/term-files.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { benign, HALVES, redTeam } from './measured/tables.ts';

const request = { prompt: 'a zibble', negativePrompt: '', face: true, ageRestricted: false };

/** Lists in a folder of their own, compiled beside it. */
function listFiles(nudity: string) {
  const folder = join(tempFolder(), 'terms');
  mkdirSync(join(folder, 'xx'), { recursive: true });
  writeFileSync(join(folder, 'xx', 'nudity.txt'), nudity);
  const compiled = `${folder}.compiled`;
  writeCompiled(compiled, readTermFolder(folder));
  return { folder, compiled };
}

describe("the bot's own lists", () => {
  const languages = readTermFolder(OWN_LISTS.folder);
  let made: CompiledLists;
  let bytes: Uint8Array;

  beforeAll(() => {
    made = CompiledLists.of(parseLanguages(languages));
    bytes = made.bytes();
  });

  it('are the same once they were written and read', () => {
    expect(CompiledLists.from(bytes)?.bytes()).toEqual(bytes);
  });

  it('are compiled to the same bytes every time', () => {
    expect(Buffer.compare(CompiledLists.of(parseLanguages(languages)).bytes(), bytes)).toBe(0);
  });

  it('judge alike once they were written and read', () => {
    const read = CompiledLists.from(bytes);
    if (!read) throw new Error('the compiled lists cannot be read');
    const [before, after] = [new Screening(made), new Screening(read)];
    const requests = HALVES.flatMap((half) => [
      ...redTeam(half).map((row) => row.request),
      ...benign(half).slice(0, 100),
    ]);
    for (const each of requests) expect(after.refusalOf(each)).toEqual(before.refusalOf(each));
  });

  it('take up no more room than crossed words need', () => {
    expect(bytes.length).toBeLessThan(13_500_000);
  });
});

describe('a compiled file', () => {
  it('is read where it was made of the lists as they are', () => {
    const { folder, compiled } = listFiles('zibble');
    const lists = readCompiled(compiled, readTermFolder(folder));
    expect(lists && new Screening(lists).refusalOf(request)?.term).toBe('zibble');
  });

  it.each<[string, (compiled: string, folder: string) => void]>([
    [
      'is made of other lists',
      (_, folder) => {
        writeFileSync(join(folder, 'xx/minor.txt'), 'wobblet');
      },
    ],
    [
      'is cut off',
      (compiled) => {
        writeFileSync(compiled, readFileSync(compiled).subarray(0, -1));
      },
    ],
    [
      'is empty',
      (compiled) => {
        writeFileSync(compiled, '');
      },
    ],
    [
      'is damaged',
      (compiled) => {
        const bytes = readFileSync(compiled);
        bytes.writeUInt8(bytes.readUInt8(bytes.length - 9) ^ 1, bytes.length - 9);
        writeFileSync(compiled, bytes);
      },
    ],
  ])('is not used where it %s', (_, change) => {
    const { folder, compiled } = listFiles('zibble');
    change(compiled, folder);
    expect(readCompiled(compiled, readTermFolder(folder))).toBeUndefined();
    expect(openScreening(undefined, { folder, compiled }).refusalOf(request)?.term).toBe('zibble');
  });

  it('need not be there', () => {
    const { folder } = listFiles('zibble');
    const files = { folder, compiled: `${folder}.nowhere` };
    expect(openScreening(undefined, files).refusalOf(request)?.term).toBe('zibble');
  });

  it('is what is screened by, and is put aside where an operator has lists too', () => {
    const { folder, compiled } = listFiles('wobblet');
    const further = listFiles('zibble').folder;
    // As if the file had been made of these lists: whose terms are found tells which was read.
    const other = listFiles('zibble').compiled;
    const fingerprint = readFileSync(compiled).subarray(0, 32);
    writeFileSync(compiled, Buffer.concat([fingerprint, readFileSync(other).subarray(32)]));
    expect(openScreening(undefined, { folder, compiled }).refusalOf(request)?.term).toBe('zibble');
    const both = openScreening(further, { folder, compiled });
    expect(both.refusalOf(request)?.term).toBe('zibble');
    expect(both.refusalOf({ ...request, prompt: 'a wobblet' })?.term).toBe('wobblet');
  });
});
