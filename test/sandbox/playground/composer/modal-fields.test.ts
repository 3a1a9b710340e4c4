import {
  ComponentType,
  TextInputStyle,
  type APIModalInteractionResponseCallbackData,
  type APITextInputComponent,
} from 'discord-api-types/v10';
import { expect, it } from 'vitest';
import {
  firstValues,
  modalParts,
  modalProblem,
} from '../../../../sandbox/playground/page/modal-fields.ts';

const input: APITextInputComponent = {
  type: ComponentType.TextInput,
  custom_id: 'why',
  style: TextInputStyle.Short,
};

const modal: APIModalInteractionResponseCallbackData = {
  custom_id: 'm',
  title: 'Why?',
  components: [
    { type: ComponentType.TextDisplay, content: 'Tell us.' },
    { type: ComponentType.ActionRow, components: [{ ...input, label: 'Reason', value: 'None' }] },
    {
      type: ComponentType.Label,
      label: 'More',
      description: 'If you like',
      component: { ...input, custom_id: 'more' },
    },
    {
      type: ComponentType.Label,
      label: 'Colour',
      component: { type: ComponentType.StringSelect, custom_id: 'colour', options: [] },
    },
  ],
};

it('draws the fields of rows and of labels alike, and says what it lacks', () => {
  expect(modalParts(modal)).toMatchObject([
    { kind: 'words', words: 'Tell us.' },
    { kind: 'field', label: 'Reason', input: { custom_id: 'why' } },
    { kind: 'field', label: 'More', description: 'If you like', input: { custom_id: 'more' } },
    { kind: 'missing', label: 'Colour' },
  ]);
});

it('begins with the values that the bot gave', () => {
  expect(firstValues(modalParts(modal))).toEqual({ why: 'None', more: '' });
});

it.each<[Partial<APITextInputComponent>, string, string | undefined]>([
  [{}, '', 'Fill this in; it is required.'],
  [{ required: false, min_length: 3 }, '', undefined],
  [{ min_length: 3 }, 'no', 'Write at least 3 characters; this has 2.'],
  [{ max_length: 3 }, 'many', 'Write at most 3 characters; this has 4.'],
  [{ min_length: 3, max_length: 3 }, 'yes', undefined],
])('says of a field with %j and "%s" in it: %j', (more, text, expected) => {
  expect(modalProblem({ ...input, ...more }, text)).toBe(expected);
});
