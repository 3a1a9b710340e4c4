import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pngTexts } from '../../src/images/png.ts';
import { pngChunk, pngOf } from './png-with-texts.ts';

const utf8 = (name: string, text: string) =>
  pngChunk('iTXt', Buffer.from(`${name}\0\0\0\0\0${text}`));
const latin1 = (name: string, text: string) =>
  pngChunk('tEXt', Buffer.from(`${name}\0${text}`, 'latin1'));

describe('the texts of a PNG', () => {
  it('are those before its pixels, the first of each name', () => {
    const png = pngOf([
      latin1('prompt', '{"a":1}'),
      utf8('parameters', 'ein Fuchs, größer 🦊'),
      latin1('prompt', 'another'),
      pngChunk('IDAT', Buffer.alloc(4)),
      latin1('late', 'x'),
    ]);
    expect([...pngTexts(png)]).toEqual([
      ['prompt', '{"a":1}'],
      ['parameters', 'ein Fuchs, größer 🦊'],
    ]);
  });

  it('are read from the head alone', () => {
    const png = pngOf([latin1('prompt', 'x'), latin1('rest', 'y'.repeat(1_000))]);
    expect([...pngTexts(png.subarray(0, 200)).keys()]).toEqual(['prompt']);
  });

  it.each([
    ['compressed', pngChunk('iTXt', Buffer.from('prompt\0\x01\0\0\0x', 'latin1'))],
    ['without a name', pngChunk('tEXt', Buffer.from('\0x'))],
    ['with a name that never ends', pngChunk('tEXt', Buffer.alloc(200, 'x'))],
    ['too long', latin1('prompt', 'x'.repeat(600_000))],
  ])('are passed over where one is %s', (_, odd) => {
    expect([...pngTexts(pngOf([odd, latin1('ok', 'y')])).keys()]).toEqual(['ok']);
  });

  it('are none in what is no PNG', () => {
    expect(pngTexts(Buffer.from('GIF89a')).size).toBe(0);
  });

  it('are read from any bytes without a failure', () => {
    const kinds = fc.constantFrom('tEXt', 'iTXt', 'zTXt', 'IHDR', 'IDAT', '    ');
    const chunk = fc
      .tuple(kinds, fc.uint8Array({ maxLength: 200 }))
      .map(([kind, content]) => pngChunk(kind, Buffer.from(content)));
    fc.assert(
      fc.property(fc.array(chunk), fc.uint8Array(), fc.nat(), (chunks, rest, until) => {
        const png = Buffer.concat([pngOf(chunks), rest]);
        pngTexts(png.subarray(0, until % (png.length + 1)));
      }),
    );
  });
});
