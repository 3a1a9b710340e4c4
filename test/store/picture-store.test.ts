import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Picture } from '../../src/images/picture.ts';
import type { FilesInUse } from '../../src/images/picture-store.ts';
import { FolderPictures } from '../../src/images/folder-pictures.ts';
import { FailingDisk } from '../support/failing-disk.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { slicing } from '../support/slicing.ts';

const picture = (text: string, format: Picture['format'] = 'png'): Picture => ({
  bytes: Buffer.from(text),
  format,
});
const NONE: ReadonlySet<string> = new Set();
const NOTHING: FilesInUse = { named: NONE, unfinished: NONE };
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

function newStore(): { folder: string; store: FolderPictures } {
  const folder = join(tempFolder(), 'darkroom.sqlite.files');
  return { folder, store: new FolderPictures(folder) };
}

describe('a picture store', () => {
  it('keeps its folder and its files to this user', async () => {
    const { folder, store } = newStore();
    const [stored] = await store.save('k3f9x2', [picture('one')]);
    expect([mode(folder), mode(join(folder, stored?.file ?? ''))]).toEqual(['700', '600']);
  });

  it('keeps every picture of a job, in order, by a name that says what it is', async () => {
    const { folder, store } = newStore();
    const pictures = [picture('one'), picture('two', 'jpeg'), picture('three', 'webp')];
    const stored = await store.save('k3f9x2', pictures);
    expect(stored).toEqual([
      { file: 'k3f9x2-1.png', format: 'png' },
      { file: 'k3f9x2-2.jpg', format: 'jpeg' },
      { file: 'k3f9x2-3.webp', format: 'webp' },
    ]);
    expect(stored.map(({ file }) => readFileSync(join(folder, file), 'utf8'))).toEqual([
      'one',
      'two',
      'three',
    ]);
  });

  it('leaves no temporary file', async () => {
    const { folder, store } = newStore();
    await store.save('k3f9x2', [picture('one'), picture('two')]);
    expect(readdirSync(folder)).toEqual(['k3f9x2-1.png', 'k3f9x2-2.png']);
  });

  it('replaces what an earlier try left, be it whole or half', async () => {
    const { folder, store } = newStore();
    writeFileSync(join(folder, 'k3f9x2-1.png'), 'an earlier and longer picture');
    writeFileSync(join(folder, 'k3f9x2-1.png.tmp'), 'half of an earlier and longer pict');
    const [stored] = await store.save('k3f9x2', [picture('one')]);
    expect(stored && (await store.read(stored)).toString()).toBe('one');
    expect(readdirSync(folder)).toEqual(['k3f9x2-1.png']);
  });

  it('keeps the pictures of a job from those of another', async () => {
    const { store } = newStore();
    const [first] = await store.save('a', [picture('one')]);
    await store.save('b', [picture('two')]);
    expect(first && (await store.read(first)).toString()).toBe('one');
  });

  it('removes what it is told to, and does not mind when that is gone', async () => {
    const { folder, store } = newStore();
    const stored = await store.save('a', [picture('one')]);
    await store.save('b', [picture('two')]);
    await store.remove(stored);
    await store.remove(stored);
    expect(readdirSync(folder)).toEqual(['b-1.png']);
  });

  it('removes the others where one cannot be, and says so', async () => {
    const { folder, store } = newStore();
    const stored = await store.save('k3f9x2', [picture('one')]);
    mkdirSync(join(folder, 'a-folder.png'));
    const both = [{ file: 'a-folder.png', format: 'png' } as const, ...stored];
    await expect(store.remove(both)).rejects.toThrow('1 of 2 pictures could not be removed');
    expect(readdirSync(folder)).toEqual(['a-folder.png']);
  });

  it('sweeps away every file that is not named, temporary ones too', async () => {
    const { folder, store } = newStore();
    await store.save('a', [picture('one'), picture('two')]);
    writeFileSync(join(folder, 'b-1.png.tmp'), 'half');
    writeFileSync(join(folder, 'a-1.png.tmp'), 'half');
    const asked: string[][] = [];
    const named = (files: readonly string[]) => {
      asked.push([...files]);
      const isNamed = (file: string) => file === 'a-2.png';
      return Promise.resolve({ named: new Set(files.filter(isNamed)), unfinished: NONE });
    };
    expect(await store.sweep(named, slicing())).toEqual([]);
    expect(asked).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(['a-2.png']);
  });

  it('asks about many files in slices, and ends between two of them', async () => {
    const { folder, store } = newStore();
    for (let file = 0; file < 450; file += 1) writeFileSync(join(folder, `${file}-1.png`), 'x');
    const sizes: number[] = [];
    const end = new AbortController();
    const named = (files: readonly string[]) => {
      sizes.push(files.length);
      if (sizes.length === 2) end.abort();
      return Promise.resolve(NOTHING);
    };
    await store.sweep(named, slicing(end.signal));
    expect(sizes).toEqual([200, 200]);
    expect(readdirSync(folder)).toHaveLength(50);
  });

  it('leaves a folder that somebody else made where it is', async () => {
    const { folder, store } = newStore();
    mkdirSync(join(folder, 'lost+found'));
    expect(await store.sweep(() => Promise.resolve(NOTHING), slicing())).toEqual([]);
    expect(readdirSync(folder)).toEqual(['lost+found']);
  });

  it('finds what another one stored in the same folder', async () => {
    const { folder, store } = newStore();
    const [stored] = await store.save('a', [picture('one')]);
    expect(stored && (await new FolderPictures(folder).read(stored)).toString()).toBe('one');
  });
});

describe('storage of pictures that fails', () => {
  it.each([
    ['ENOSPC', 'full'],
    ['EDQUOT', 'full'],
    ['EMFILE', 'no file descriptors'],
    ['ENFILE', 'no file descriptors'],
    ['EROFS', 'not writable'],
    ['EIO', 'failing'],
  ])('by %s is told as %s, by each call', async (code, fault) => {
    const disk = new FailingDisk();
    const folder = tempFolder();
    const store = new FolderPictures(folder, disk.calls);
    disk.code = code;
    const told = { name: 'StorageError', code, fault };
    await expect(store.save('a', [picture('one')])).rejects.toMatchObject(told);
    await expect(store.probe(10)).rejects.toMatchObject(told);
    await expect(store.freeBytes()).rejects.toMatchObject(told);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['gone', () => undefined],
    [
      'a file',
      (folder: string) => {
        writeFileSync(folder, 'mine');
      },
    ],
  ])('as its folder is %s is told as missing, and makes none', async (_, put) => {
    const { folder, store } = newStore();
    rmSync(folder, { recursive: true });
    put(folder);
    const told = { name: 'StorageError', fault: 'missing' };
    await expect(store.save('a', [picture('one')])).rejects.toMatchObject(told);
    await expect(store.probe(10)).rejects.toMatchObject(told);
    await expect(store.freeBytes()).rejects.toMatchObject(told);
    expect(statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false).toBe(false);
  });

  it('is not what a folder in the place of one picture is', async () => {
    const { folder, store } = newStore();
    mkdirSync(join(folder, 'a-1.png', 'in the way'), { recursive: true });
    const saved = store.save('a', [picture('one')]);
    await expect(saved).rejects.not.toMatchObject({ name: 'StorageError' });
  });

  it('is found by writing as much as is to be written, of which nothing is left', async () => {
    const disk = new FailingDisk();
    const folder = tempFolder();
    const store = new FolderPictures(folder, disk.calls);
    chmodSync(folder, 0o755);
    await store.probe(100_000);
    expect([readdirSync(folder), mode(folder)]).toEqual([[], '700']);
    expect(disk.opened).toEqual([join(folder, '.probe')]);
    disk.freeBytes = 8 * 4_096;
    expect(await store.freeBytes()).toBe(8 * 4_096);
  });
});
