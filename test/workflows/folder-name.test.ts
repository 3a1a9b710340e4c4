import fc from 'fast-check';
import { expect, it } from 'vitest';
import { folderName } from '../../src/workflows/draft/add-workflow.ts';
import { isDiscordName } from '../../src/workflows/discord-rules.ts';

it.each([
  ['exports/flux.json', 'flux'],
  ['My FLUX_api (2).json', 'my-flux'],
  ['poster.app.json', 'poster'],
  ['水彩 画風.json', '水彩-画風'],
  ['(1).json', 'my-workflow'],
  ['workflow_api (1).json', 'my-workflow'],
  ['fox.txt', 'fox'],
  ['fox.mov', 'fox'],
  ['an-export-with-a-name-that-is-far-too-long.json', 'an-export-with-a-name-that-is'],
])('%s becomes the folder %s', (file, name) => {
  expect(folderName(file)).toBe(name);
});

it('every file has a name that Discord takes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      expect(isDiscordName(folderName(`${name}.json`))).toBe(true);
    }),
  );
});
