import { describe, expect, it } from 'vitest';
import { TEXT_OPTIONS } from '../../../src/recipes/text.ts';
import { optionsForm } from '../../../src/discord/cards/options-card.ts';
import { say } from '../../../src/say/say.ts';

const TABLE = {
  ...TEXT_OPTIONS,
  hires: { kind: 'boolean', default: true },
  paper: { kind: 'text', min: 0, max: 9, default: '' },
  style: { kind: 'choice', names: ['a'], default: 'a', anyOf: 'loras' },
} as const;

const form = (names: readonly string[], values = {}) =>
  optionsForm(
    {
      id: { action: 'x', person: '1', name: 'ink' },
      title: 'T'.repeat(60),
      table: TABLE,
      names,
      values,
    },
    say(),
  );

const fields = (...asked: Parameters<typeof form>) =>
  form(...asked).components.map((part) => ('component' in part ? part : undefined));

describe('a form for options', () => {
  it('has a field for each that is asked for, up to five, in their order', () => {
    const names = ['hires', 'cfg', 'steps', 'sampler', 'prompt', 'seed', 'scheduler', 'denoise'];
    expect(fields(names).map((part) => part?.label)).toEqual([
      ...['steps', 'cfg', 'sampler', 'scheduler', 'denoise'],
    ]);
    expect(form(names)).toMatchObject({
      custom_id: 'v2:x:person:1=ink',
      title: `${'T'.repeat(44)}…`,
    });
  });

  it('shows what is chosen, and what holds where nothing is', () => {
    const values = { steps: 30, cfg: 99, sampler: 'euler', hires: false, style: 'b' };
    const shown = fields(['steps', 'cfg', 'sampler', 'hires', 'style'], values);
    expect(fields(['paper'])).toMatchObject([{ description: 'Empty: none' }]);
    expect(shown).toMatchObject([
      { description: '15 to 50; empty: 20', component: { custom_id: 'steps', value: '30' } },
      { description: '1 to 15; empty: 8' },
      { description: 'Empty: euler' },
      { description: 'Empty: yes' },
      { component: { value: 'b' } },
    ]);
    // What it no longer takes is not put in.
    expect(shown[1]?.component).not.toHaveProperty('value');
    const chosen = shown.map((part) =>
      part?.component && 'options' in part.component
        ? part.component.options.filter((one) => one.default).map(({ value }) => value)
        : [],
    );
    expect(chosen).toEqual([[], [], ['euler'], ['no'], []]);
  });
});
