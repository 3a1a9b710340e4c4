import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DatabaseMarker } from '../../src/store/database-files.ts';
import { openDatabase } from '../../src/store/database.ts';
import { putMadeDatabase } from '../support/made-database.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** A place for a database, with its marker elsewhere. */
function place() {
  const folder = join(tempFolder(), 'data');
  const path = join(folder, 'darkroom.sqlite');
  const markers = join(tempFolder(), 'state', 'darkroom');
  const unmarked: unknown[] = [];
  return {
    folder,
    path,
    markers,
    unmarked,
    start: async () => {
      const marker = new DatabaseMarker(markers, path);
      const onUnmarked = (error: unknown) => unmarked.push(error);
      await openDatabase(path, { marker, onUnmarked }).close();
    },
  };
}

describe('a database that is missing', () => {
  it('is made at the first start, and marked elsewhere', async () => {
    const { start, path, markers } = place();
    await start();
    const [name = '', ...others] = readdirSync(markers);
    expect(others).toEqual([]);
    expect(readFileSync(join(markers, name), 'utf8')).toContain(path);
    await start();
  });

  it.each<[string, (folder: string) => void]>([
    [
      'with its whole folder',
      (folder) => {
        renameSync(folder, `${folder}.old`);
      },
    ],
    [
      'by itself',
      (folder) => {
        renameSync(join(folder, 'darkroom.sqlite'), `${folder}.old`);
      },
    ],
    [
      'as by a disk that is not mounted',
      (folder) => {
        renameSync(folder, `${folder}.old`);
        mkdirSync(folder);
      },
    ],
    [
      'and is an empty file',
      (folder) => {
        writeFileSync(join(folder, 'darkroom.sqlite'), '');
      },
    ],
  ])('%s is not made anew, and nothing is left in its place', async (_, lose) => {
    const { start, folder, path } = place();
    await start();
    lose(folder);
    const before = existsSync(folder) ? readdirSync(folder) : undefined;
    await expect(start()).rejects.toThrow(
      /^There is no database at .+, but the bot had one there\./,
    );
    expect(existsSync(folder) ? readdirSync(folder) : undefined).toEqual(before);
    expect(existsSync(`${folder}.old`) || existsSync(path)).toBe(true);
  });

  it('is opened once it was moved back', async () => {
    const { start, folder } = place();
    await start();
    renameSync(folder, `${folder}.old`);
    await expect(start()).rejects.toThrow('There is no database');
    renameSync(`${folder}.old`, folder);
    await start();
  });

  it('is made once the marker that the refusal names is deleted', async () => {
    const { start, folder, path } = place();
    await start();
    rmSync(folder, { recursive: true });
    const refusal = await start().catch((error: unknown) => String(error));
    rmSync(
      /delete the marker (.+\.made) \(DATABASE_MARKER_DIR\)\.$/.exec(String(refusal))?.[1] ?? '',
    );
    await start();
    expect(existsSync(path)).toBe(true);
  });

  it('is not made if it cannot be marked, and leaves no files', async () => {
    const { start, folder, markers } = place();
    mkdirSync(join(markers, '..'));
    writeFileSync(markers, 'a file');
    await expect(start()).rejects.toThrow(/cannot be written.+DATABASE_MARKER_DIR/);
    expect(existsSync(folder)).toBe(false);
  });
});

describe('a database without a marker', () => {
  it('is opened, and marked', async () => {
    const { start, folder, path, markers } = place();
    mkdirSync(folder);
    putMadeDatabase(path);
    await start();
    expect(readdirSync(markers)).toHaveLength(1);
  });

  it('is opened even if it cannot be marked, with a warning', async () => {
    const { start, folder, path, markers, unmarked } = place();
    mkdirSync(folder);
    putMadeDatabase(path);
    mkdirSync(join(markers, '..'));
    writeFileSync(markers, 'a file');
    await start();
    expect(unmarked).toHaveLength(1);
  });
});
