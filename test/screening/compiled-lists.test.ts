import { describe, expect, it } from 'vitest';
import { CompiledLists } from '../../src/screening/lists/compiled-lists.ts';
import { parseTermFiles } from '../../src/screening/lists/term-list.ts';
import { Screening } from '../../src/screening/screening.ts';

const bytes = CompiledLists.of(parseTermFiles({ nudity: 'zibble\nred wobb*' })).bytes();

function termIn(prompt: string, compiled: Uint8Array): string | undefined {
  const lists = CompiledLists.from(compiled);
  const request = { prompt, negativePrompt: '', face: true, ageRestricted: false };
  return lists && new Screening(lists).refusalOf(request)?.term;
}

describe('compiled lists', () => {
  it('are read as they were written', () => {
    expect(termIn('a zibble', bytes)).toBe('zibble');
    expect(termIn('two red wobblers', bytes)).toBe('red wobb');
    expect(CompiledLists.from(bytes)?.bytes()).toEqual(bytes);
  });

  it('are read wherever they lie in other bytes', () => {
    for (const before of [1, 2, 3]) {
      const within = new Uint8Array(bytes.length + before);
      within.set(bytes, before);
      expect(termIn('a zibble', within.subarray(before))).toBe('zibble');
    }
  });

  it('are refused wherever they are cut off', () => {
    for (let length = 0; length < bytes.length; length += 1) {
      expect(CompiledLists.from(bytes.subarray(0, length)), `${length}`).toBeUndefined();
    }
  });

  it('are refused whichever byte is another', () => {
    for (let at = 0; at < bytes.length; at += 1) {
      const other = Uint8Array.from(bytes);
      other[at] = (other[at] ?? 0) ^ 0x10;
      expect(CompiledLists.from(other), `${at}`).toBeUndefined();
    }
  });

  it('are refused with something behind them', () => {
    expect(CompiledLists.from(Uint8Array.of(...bytes, 0, 0, 0, 0))).toBeUndefined();
  });
});
