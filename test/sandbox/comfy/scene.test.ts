import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_SUBJECTS, readScene } from '../../../packages/stand-ins/comfy/drawing/scene.ts';
import { hexOf } from '../../../packages/stand-ins/comfy/palettes.ts';

const RED = '#d1402c';
const BLUE = '#2f6cc0';
const GREEN = '#3f9152';
const BLACK = '#37343f';

/** The subjects of a prompt, as `2 fox #d1402c`. */
const subjectsOf = (prompt: string) =>
  readScene(prompt).subjects.map(({ name, colour, count }) =>
    [...(count > 1 ? [count] : []), name, ...(colour ? [hexOf(colour)] : [])].join(' '),
  );

describe('the subjects of a prompt', () => {
  it.each<[string, string[]]>([
    ['a red fox in the snow at night', [`fox ${RED}`]],
    ['blue door', [`door ${BLUE}`]],
    ['A GREEN, very old DOOR', [`door ${GREEN}`]],
    ['the door is red', [`door ${RED}`]],
    ['the door is painted blue', [`door ${BLUE}`]],
    ['a fox, blue door', ['fox', `door ${BLUE}`]],
    ['a fox with a tiny blue scarf', ['fox']],
    ['a red and white lighthouse', [`lighthouse ${RED}`]],
    ['two black cats', [`2 cat ${BLACK}`]],
    ['foxes', ['2 fox']],
    ['wolves and mice', ['2 wolf', '2 mouse']],
    ['a flock of birds', ['5 bird']],
    ['three deer', ['3 deer']],
    ['two hours with a cat', ['cat']],
    ['3 hot air balloons', ['3 balloon']],
    ['butterflies', ['2 butterfly']],
    ['a light house', ['lighthouse']],
    ['(a fox:1.3), a cat', ['fox', 'cat']],
    ['a fox without a cat', ['fox']],
    ['no dog, a fox', ['fox']],
    ['a fox and another red fox', [`fox ${RED}`]],
    ['fox cat dog bird', ['fox', 'cat', 'dog']],
    ['misty hills', []],
    ['', []],
  ])('of %j', (prompt, found) => {
    expect(subjectsOf(prompt)).toEqual(found);
  });
});

describe('the surroundings that a prompt names', () => {
  it.each<[string, object]>([
    ['a red fox in the snow at night', { time: 'night', weather: new Set(['snow']) }],
    ['a lighthouse in a storm', { weather: new Set(['storm']) }],
    ['foggy forest at dawn, autumn', { land: 'forest', time: 'dawn', season: 'autumn' }],
    ['a ship on the sea before a city', { place: 'water', land: 'city' }],
    ['a fish under water', { place: 'underwater' }],
    ['northern lights under the full moon', { signs: new Set(['aurora', 'moon']) }],
    ['golden hour in the mountains', { time: 'sunset', land: 'mountains' }],
    ['portrait of a lion', { closeUp: true }],
    ['a sunny day without rain', { time: 'day', weather: new Set() }],
    ['a castle', { place: undefined, land: undefined, time: undefined, closeUp: false }],
  ])('%j', (prompt, scene) => {
    expect(readScene(prompt)).toMatchObject(scene);
  });

  it('have colours of their own', () => {
    const { skyColour, landColour, subjects } = readScene('a fox, green sky, blue hills');
    expect([skyColour, landColour].map((colour) => colour && hexOf(colour))).toEqual([GREEN, BLUE]);
    expect(subjects).toEqual([{ name: 'fox', colour: undefined, count: 1 }]);
  });
});

describe('any prompt', () => {
  const words = [
    'red',
    'two',
    'no',
    'is',
    'fox',
    'foxes',
    'sky',
    'sea',
    'night',
    'portrait',
    'qux',
  ];
  const sentences = fc.array(fc.constantFrom(...words), { maxLength: 40 });

  it('names a few subjects at most, each of them once', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), sentences), (given) => {
        const { subjects } = readScene(typeof given === 'string' ? given : given.join(' '));
        expect(subjects.length).toBeLessThanOrEqual(MOST_SUBJECTS);
        expect(new Set(subjects.map(({ name }) => name)).size).toBe(subjects.length);
        for (const { count } of subjects) expect([1, 2, 3, 4, 5]).toContain(count);
      }),
    );
  });
});
