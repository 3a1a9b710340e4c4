import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Effort } from '../../src/screening/reading/limits.ts';
import { basicWays, otherWays, StretchReader } from '../../src/screening/reading/readings.ts';

/** What meets at the border of two stretches, and may be read together with what is beyond it. */
const WORDS = [
  ...['lamp', 'vvv', 'vet', 'kvk', 'a', 'n', 'i', 'vv', 'one1', 's3x', 'x1', '6six', '1', '66'],
  ...[
    'гора',
    'дом',
    'ёж',
    '裸',
    '裸体画像',
    '한국',
    '안녕하세요',
    'été',
    'a\u0301b',
    '@lt',
    '$',
    '()',
  ],
  ...['f/1.8', '(lamp', 'lamp)', '👧', '❤️', '😀abc'],
];
const BETWEEN = [
  ...[' ', ' ', ' ', ', ', ',', '. ', '.', '! ', '!', '-', '_', '\n', '\t', '\u00a0', '  ', ''],
  ...[' | ', '| ', ' |', ' (', ') ', '; ', '、', ' .', ' - ', '" ', '." ', '.) ', '!\'") '],
];
const texts = fc
  .array(fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom(...BETWEEN)), { maxLength: 12 })
  .map((pieces) => pieces.flat().join(''));

const effort = new Effort();

describe('reading a text stretch by stretch', () => {
  it.each([
    ['in the letters of a to z', basicWays],
    ['in its own letters', otherWays],
  ] as const)('comes to what reading it as a whole does, %s', (_, ways) => {
    const read = (text: string) => ways(text, effort);
    fc.assert(
      fc.property(texts, (text) => {
        const readings = new StretchReader(read, effort).waysToRead(text);
        expect([...new Set(readings)]).toEqual([...new Set(read(text))]);
      }),
      { numRuns: 3_000 },
    );
  });

  it.each(['lamp.() vv a ', 'lamp() a b', '() lamp a b', 'i a ()-lamp '])(
    'also reads %j as a whole',
    (text) => {
      const readings = new StretchReader((one) => basicWays(one, effort), effort);
      expect([...new Set(readings.waysToRead(text))]).toEqual([
        ...new Set(basicWays(text, effort)),
      ]);
    },
  );

  it('puts a text together in as many ways as one stretch of it has', () => {
    const reader = new StretchReader((text) => (text === '11' ? ['a', 'b', 'c'] : [text]), effort);
    expect(reader.waysToRead('lamp 11 lamp').map((way) => way.trim())).toHaveLength(3);
    expect(reader.waysToRead('lamp lamp')).toHaveLength(1);
  });
});
