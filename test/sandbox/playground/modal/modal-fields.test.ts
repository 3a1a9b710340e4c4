import {
  ComponentType,
  TextInputStyle,
  type APIModalInteractionResponseCallbackData,
  type APITextInputComponent,
} from 'discord-api-types/v10';
import { expect, it } from 'vitest';
import { withFiles } from '../../../../packages/stand-ins/playground/page/modal/given-files.ts';
import { modalAction } from '../../../../packages/stand-ins/playground/page/modal/modal-action.ts';
import type { ModalInput } from '../../../../packages/stand-ins/discord/rules/modal-rules.ts';
import {
  firstAnswers,
  modalParts,
  modalProblem,
  type ModalAnswer,
} from '../../../../packages/stand-ins/playground/page/modal/modal-fields.ts';

const input: APITextInputComponent = {
  type: ComponentType.TextInput,
  custom_id: 'why',
  style: TextInputStyle.Short,
};

const COLOURS = [
  { label: 'Red', value: 'red' },
  { label: 'Blue', value: 'blue', default: true },
];

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
      component: { type: ComponentType.StringSelect, custom_id: 'colour', options: COLOURS },
    },
    {
      type: ComponentType.Label,
      label: 'Guest',
      component: { type: ComponentType.UserSelect, custom_id: 'guest' },
    },
  ],
};

it('draws the fields of rows and of labels alike, and says what it lacks', () => {
  expect(modalParts(modal)).toMatchObject([
    { kind: 'words', words: 'Tell us.' },
    { kind: 'field', label: 'Reason', input: { custom_id: 'why' } },
    { kind: 'field', label: 'More', description: 'If you like', input: { custom_id: 'more' } },
    { kind: 'field', label: 'Colour', input: { custom_id: 'colour' } },
    { kind: 'missing', label: 'Guest' },
  ]);
});

it('begins with the values that the bot gave', () => {
  expect(firstAnswers(modalParts(modal))).toEqual({
    why: 'None',
    more: '',
    colour: ['blue'],
  });
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

const group = { type: ComponentType.CheckboxGroup, custom_id: 'g', options: COLOURS } as const;
const radio = { type: ComponentType.RadioGroup, custom_id: 'r', options: COLOURS } as const;
const upload = { type: ComponentType.FileUpload, custom_id: 'f' } as const;
const photo = new File(['x'], 'me.PNG');
const letter = new File(['x'], 'me.txt');

it.each<[ModalInput, ModalAnswer, string | undefined]>([
  [group, [], 'Choose at least 1; you chose 0.'],
  [group, ['red', 'blue'], undefined],
  [{ ...group, max_values: 1 }, ['red', 'blue'], 'Choose 1; you chose 2.'],
  [{ ...group, required: false }, [], undefined],
  [radio, [], 'Choose 1; you chose 0.'],
  [{ ...radio, required: false }, [], undefined],
  [upload, [], 'Pick 1; there are 0.'],
  [{ ...upload, required: false }, [], undefined],
  [{ ...upload, file_types: ['image'] }, [photo], undefined],
  [{ ...upload, file_types: ['image'] }, [letter], 'me.txt is not taken here: only image.'],
  [{ type: ComponentType.Checkbox, custom_id: 'c' }, false, undefined],
])('says of the field %j with %j: %j', (field, answer, expected) => {
  expect(modalProblem(field, answer)).toBe(expected);
});

it('takes another file in place of the only one, and no more than fit', () => {
  expect(withFiles(upload, [photo], [letter])).toEqual([letter]);
  expect(withFiles({ ...upload, max_values: 2 }, [photo], [letter, photo])).toEqual([
    photo,
    letter,
  ]);
});

it('sends files beside what is filled in, each by a name of its own', () => {
  const { action, files } = modalAction('1', { f: [photo, letter], why: 'so', g: [], c: true });
  expect(action).toEqual({
    kind: 'modal',
    interaction: '1',
    fields: { f: { files: ['file-f-0', 'file-f-1'] }, why: 'so', g: [], c: true },
  });
  expect([...files]).toEqual([
    ['file-f-0', photo],
    ['file-f-1', letter],
  ]);
});
