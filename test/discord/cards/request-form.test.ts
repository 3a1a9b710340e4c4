import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fillModal } from '../../../packages/stand-ins/discord/modal-form.ts';
import type { OptionTable } from '../../../src/recipes/option.ts';
import type { Params } from '../../../src/recipes/recipe.ts';
import {
  modalParts,
  modalValues,
  readForm,
} from '../../../src/discord/interactions/option-values.ts';
import { formPages, requestForm } from '../../../src/discord/cards/request-form.ts';
import { say } from '../../../src/say/say.ts';

const OPTIONS = {
  clip: { kind: 'number', min: -2, max: 2, default: 1 },
  prompt: { kind: 'text', min: 0, max: 1500, default: '' },
  paper: { kind: 'text', min: 0, max: 5000, default: 'plain' },
  size: {
    kind: 'choice',
    names: ['0.5', '1:1'],
    default: '1:1',
    label: (name: string) => `size ${name}`,
  },
  lora: { kind: 'choice', names: ['ink.pt'], default: 'ink.pt', anyOf: 'loras' },
  fit: { kind: 'boolean', default: true },
  seed: { kind: 'whole', min: -1, max: Number.MAX_SAFE_INTEGER, default: -1 },
} as const satisfies OptionTable;

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.constantFrom(' ', 'a\nb', '{a|b}', 'x: "y"'),
);
const params = fc.record({
  // Zero has a sign that nobody writes.
  clip: fc.double({ min: -2, max: 2, noNaN: true }).map((value) => value + 0),
  prompt: text,
  paper: text,
  size: fc.constantFrom(...OPTIONS.size.names),
  lora: fc.constantFrom('ink.pt', 'another one.safetensors'),
  fit: fc.boolean(),
  seed: fc.integer({ min: -1, max: Number.MAX_SAFE_INTEGER }),
});

/** What is read of all pages of a form that are sent in as they came. */
function sentAsItCame(held: Params): Params {
  const pages = formPages({ options: OPTIONS }, held, { needed: [], instead: [] });
  const read = pages.map((fields): Params => {
    const id = { action: 'edit', job: 'abc', index: 0 };
    const form = { id, title: 'Edit', table: OPTIONS, fields, params: held };
    const { components } = fillModal(requestForm(form, say()), {}, () => {
      throw new Error('nobody sends a file');
    });
    return readForm(OPTIONS, modalValues(modalParts.parse(components), {}));
  });
  return Object.fromEntries(read.flatMap((page) => Object.entries(page)));
}

it('a form that is sent in as it came asks for what there was', () => {
  fc.assert(
    fc.property(params, (held) => {
      expect(sentAsItCame(held)).toEqual(held);
    }),
  );
});
