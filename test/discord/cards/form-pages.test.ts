import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Option, OptionTable } from '../../../src/recipes/option.ts';
import { formPages, requestForm } from '../../../src/discord/cards/request-form.ts';
import { say } from '../../../src/say/say.ts';

const picture: Option = {
  kind: 'picture',
  person: true,
  required: true,
  use: 'image',
  maxSide: 64,
};
const anyOption = fc.oneof(
  fc.record({
    kind: fc.constant('text' as const),
    min: fc.constant(0),
    max: fc.integer({ min: 1, max: 6000 }),
    default: fc.constant(''),
  }),
  fc.record({
    kind: fc.constant('whole' as const),
    min: fc.constant(0),
    max: fc.constant(9),
    default: fc.constant(1),
  }),
  fc.record({ kind: fc.constant('boolean' as const), default: fc.boolean() }),
  fc.constant({ kind: 'choice' as const, names: ['a', 'b'], default: 'a' }),
);
const anyTable = fc
  .array(anyOption, { maxLength: 22 })
  .map((options): OptionTable =>
    Object.fromEntries(options.map((one, index) => [`o${index}`, one])),
  );

/** Each field's name, page by page. */
function names(
  options: OptionTable,
  needed: readonly string[] = [],
  instead: readonly string[] = [],
) {
  return formPages({ options }, {}, { needed, instead }).map((page) =>
    page.map(({ name }) => name),
  );
}

describe('the pages of a form', () => {
  it('have every option once, five at a time', () => {
    fc.assert(
      fc.property(anyTable, (options) => {
        const pages = names(options);
        expect(pages.flat().toSorted()).toEqual(Object.keys(options).toSorted());
        for (const page of pages) expect(page.length).toBeLessThanOrEqual(5);
      }),
    );
  });

  it('have the words first, then a picture that may be another, then what matters most', () => {
    const whole = { kind: 'whole', min: 0, max: 9, default: 1 } as const;
    const words = { kind: 'text', min: 0, max: 9, default: '' } as const;
    const options = { steps: whole, image: picture, odd: whole, prompt: words, denoise: whole };
    expect(names(options, [], ['image'])).toEqual([['prompt', 'image', 'denoise', 'steps', 'odd']]);
  });

  it('have a denoise first only where a picture is gone on from', () => {
    const whole = { kind: 'whole', min: 0, max: 9, default: 1 } as const;
    const options = { denoise: whole, cfg: whole };
    expect(names(options)).toEqual([['cfg', 'denoise']]);
    expect(names({ ...options, image: picture })).toEqual([['denoise', 'cfg']]);
    expect(names({ ...options, face: { ...picture, use: 'face' } })).toEqual([['cfg', 'denoise']]);
  });

  it('ask on every page for pictures that are not kept', () => {
    const options = {
      a: picture,
      ...Object.fromEntries(
        [1, 2, 3, 4, 5].map((n) => [`o${n}`, { kind: 'boolean', default: true } as const]),
      ),
    };
    expect(names(options, ['a'])).toEqual([
      ['a', 'o1', 'o2', 'o3', 'o4'],
      ['a', 'o5'],
    ]);
    expect(names({ a: picture }, ['a'])).toEqual([['a']]);
    expect(names({ a: picture })).toEqual([]);
  });

  it('say how much a number may be, and that a picture which is there already may stay', () => {
    const steps = { kind: 'whole', min: 15, max: 50, default: 20 } as const;
    const seed = { ...steps, min: -1, max: 2 ** 53 - 1 };
    const options = { steps, seed, image: picture, face: { ...picture, required: false } };
    const asked = { needed: [], instead: ['image', 'face'], there: ['image'] };
    const [fields = []] = formPages({ options }, {}, asked);
    const form = {
      id: { action: 'edit', job: 'a' },
      title: 't',
      table: options,
      fields,
      params: {},
    };
    const { components } = requestForm(form, say());
    const said = components.map((part) => ('description' in part ? part.description : ''));
    expect(said).toEqual([
      'The picture to work on: one JPEG, PNG or WebP of up to 10 MiB. Empty: unchanged',
      'A photo of a face: one JPEG, PNG or WebP of up to 10 MiB',
      '15 to 50. More steps take longer and add detail',
      'Same seed, same settings, same picture; -1 picks a random one',
    ]);
  });

  it("keep to Discord's bounds as a form, whatever the options hold", () => {
    fc.assert(
      fc.property(anyTable, fc.string({ maxLength: 5000 }), (options, value) => {
        const params = Object.fromEntries(Object.keys(options).map((name) => [name, value]));
        for (const fields of formPages({ options }, params, { needed: [], instead: [] })) {
          const form = {
            id: { action: 'edit', job: 'a' },
            title: 't',
            table: options,
            fields,
            params,
          };
          const { components } = requestForm(form, say());
          for (const part of components) {
            if (!('component' in part) || !('max_length' in part.component)) continue;
            const { value: held = '', max_length: most = 0 } = part.component;
            expect(Array.from(held).length).toBeLessThanOrEqual(most);
          }
          expect(components.length).toBeGreaterThan(0);
        }
      }),
    );
  });
});
