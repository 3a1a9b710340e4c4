import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { expect, it } from 'vitest';
import {
  addField,
  checkFields,
  pickInto,
  remainingOptions,
  removeField,
  typeInto,
  type CommandForm,
} from '../../../../packages/stand-ins/playground/page/composer/command-form.ts';
import {
  completionAction,
  formAction,
} from '../../../../packages/stand-ins/playground/page/composer/form-action.ts';
import { AROUND, formOf, GENERAL } from './sample-command.ts';

const prompt = {
  type: ApplicationCommandOptionType.String,
  name: 'prompt',
  description: 'Words',
  required: true,
} as const;
const steps = { ...prompt, name: 'steps', required: false } as const;
const who = { type: ApplicationCommandOptionType.User, name: 'who', description: 'Whom' } as const;

const names = ({ fields }: CommandForm) => fields.map(({ option }) => option.name);

it('opens with what is required, and adds the rest as it is asked for', () => {
  const form = formOf(steps, prompt, who);
  expect(names(form)).toEqual(['prompt']);
  const added = addField(addField(addField(form, 'who'), 'steps'), 'who');
  expect(names(added)).toEqual(['prompt', 'who', 'steps']);
  expect(remainingOptions(added)).toEqual([]);
});

it('takes out what is optional, and empties what is required', () => {
  const form = typeInto(addField(formOf(prompt, steps), 'steps'), 'prompt', 'a cat');
  const removed = removeField(removeField(form, 'steps'), 'prompt');
  expect(removed.fields).toEqual([{ option: prompt, text: '', checked: false }]);
});

it('forgets what was picked once somebody types', () => {
  const picked = pickInto(addField(formOf(who), 'who'), 'who', 'Mo', { user: 'p2' });
  expect(picked.fields[0]?.picked).toEqual({ user: 'p2' });
  expect(typeInto(picked, 'who', 'M').fields[0]).not.toHaveProperty('picked');
});

it('sends the values under the names of their options', () => {
  const form = pickInto(addField(formOf(prompt, who), 'who'), 'who', 'Mo', { user: 'p2' });
  expect(formAction(typeInto(form, 'prompt', ' a cat '), GENERAL, AROUND)).toEqual({
    kind: 'action',
    action: {
      kind: 'command',
      channel: 'c1',
      name: 'make',
      options: { prompt: 'a cat', who: { user: 'p2' } },
    },
  });
});

it('names the first option that stands in the way, an added one without a value too', () => {
  const form = addField(formOf(prompt, steps), 'steps');
  expect(formAction(form, GENERAL, AROUND)).toEqual({ kind: 'problem', option: 'prompt' });
  const filled = typeInto(form, 'prompt', 'a cat');
  expect(formAction(filled, GENERAL, AROUND)).toEqual({ kind: 'problem', option: 'steps' });
});

it('shows what is wrong with the fields that are checked', () => {
  const form = addField(formOf(prompt, steps), 'steps');
  expect(checkFields(form, 'steps').fields.map(({ checked }) => checked)).toEqual([false, true]);
  expect(checkFields(form).fields.map(({ checked }) => checked)).toEqual([true, true]);
});

it('asks for a completion with what is typed so far, in words', () => {
  const form = pickInto(
    addField(addField(formOf(prompt, steps, who), 'steps'), 'who'),
    'who',
    'Mo',
    {
      user: 'p2',
    },
  );
  expect(completionAction(form, GENERAL, 'prompt')).toEqual({
    kind: 'autocomplete',
    channel: 'c1',
    name: 'make',
    focused: 'prompt',
    options: { prompt: '', who: 'p2' },
  });
});
