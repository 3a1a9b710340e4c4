import { describe, expect, it } from 'vitest';
import type { Preset } from '../../../src/privacy/sql/presets.ts';
import { presetLines } from '../../../src/discord/cards/options-card.ts';
import { say } from '../../../src/say/say.ts';

const OWN = { kind: 'person', id: '1' } as const;
const SERVER = { kind: 'server', id: '2' } as const;

const preset = (parts: Partial<Preset> = {}): Preset => ({
  ...{ owner: OWN, number: 1, name: 'ink', before: '', after: '', options: {} },
  ...{ recipe: undefined },
  ...parts,
});

const lines = (...presets: readonly Preset[]) =>
  presetLines(presets, new Map([['workflow:ink', 'ink']]), say());

describe('a list of presets', () => {
  it('has those of the person before those of the server, each in a line', () => {
    expect(lines(preset(), preset({ owner: SERVER, name: 'ours', after: 'x' }))).toEqual([
      '__Your presets__',
      '• **ink**',
      "__This server's presets__",
      '• **ours** · … x',
    ]);
    expect(lines()).toEqual(['None yet. `/preset save` creates one.']);
  });

  it.each<[Partial<Preset>, string]>([
    [{ before: '*a*', after: '@here' }, '• **ink** · \\*a\\* … \\@here'],
    [
      { options: { negativePrompt: 'red', steps: 9, on: true } },
      '• **ink** · steps 9, on true, negative\\_prompt red',
    ],
    [{ recipe: 'workflow:ink' }, '• **ink** · for `/ink` only'],
    [{ recipe: 'workflow:gone' }, '• **ink** · for a command that no longer exists'],
    [{ name: '**x**\n# y' }, '• **\\*\\*x\\*\\* \\# y**'],
  ])('says of %o what it is', (parts, line) => {
    expect(lines(preset(parts))[1]).toBe(line);
  });

  it('is no longer than a message may be, and says how many are left out', () => {
    const long = { before: '*'.repeat(500), after: '', options: { x: '*'.repeat(500) } };
    const all = Array.from({ length: 75 }, () => preset(long));
    const shown = lines(...all);
    expect(shown.join('\n').length).toBeLessThan(4096);
    expect(shown.at(-1)).toBe(`and ${75 - (shown.length - 2)} more`);
  });
});
