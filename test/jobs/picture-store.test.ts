import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Picture } from '../../src/comfy/worker.ts';
import { PictureStore } from '../../src/jobs/picture-store.ts';
import { tempFolder } from '../support/temp-folder.ts';

const picture = (text: string, format: Picture['format'] = 'png'): Picture => ({
  bytes: Buffer.from(text),
  format,
});
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

function newStore(): { folder: string; store: PictureStore } {
  const folder = join(tempFolder(), 'darkroom.sqlite.files');
  return { folder, store: new PictureStore(folder) };
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

  it('sweeps away every file that is not named, temporary ones too', async () => {
    const { folder, store } = newStore();
    await store.save('a', [picture('one'), picture('two')]);
    writeFileSync(join(folder, 'b-1.png.tmp'), 'half');
    writeFileSync(join(folder, 'a-1.png.tmp'), 'half');
    expect(await store.sweep((file) => file === 'a-2.png')).toEqual([]);
    expect(readdirSync(folder)).toEqual(['a-2.png']);
  });

  it('leaves a folder that somebody else made where it is', async () => {
    const { folder, store } = newStore();
    mkdirSync(join(folder, 'lost+found'));
    expect(await store.sweep(() => false)).toEqual([]);
    expect(readdirSync(folder)).toEqual(['lost+found']);
  });

  it('finds what another one stored in the same folder', async () => {
    const { folder, store } = newStore();
    const [stored] = await store.save('a', [picture('one')]);
    expect(stored && (await new PictureStore(folder).read(stored)).toString()).toBe('one');
  });
});
