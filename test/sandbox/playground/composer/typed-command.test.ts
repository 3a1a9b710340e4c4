import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { expect, it } from 'vitest';
import { messageProblem } from '../../../../packages/stand-ins/playground/page/composer/message-problem.ts';
import { offeredCommands } from '../../../../packages/stand-ins/playground/page/composer/offered-command.ts';
import {
  commandQuery,
  typedCommand,
} from '../../../../packages/stand-ins/playground/page/composer/typed-command.ts';
import { ADA, GENERAL, registered } from './sample-command.ts';

const prompt = {
  type: ApplicationCommandOptionType.String,
  name: 'prompt',
  description: 'Words',
  required: true,
} as const;
const steps = {
  type: ApplicationCommandOptionType.Integer,
  name: 'steps',
  description: 'Steps',
} as const;
const offered = offeredCommands(
  [registered('make', [prompt, steps]), registered('jobs')],
  ADA,
  GENERAL,
);

it('looks for a command after a slash only', () => {
  expect(commandQuery('/ma')).toBe('ma');
  expect(commandQuery('a/b')).toBeUndefined();
});

it.each([
  ['/make ', 'make', ''],
  ['/make a cat', 'make', 'a cat'],
  ['/jobs ', 'jobs', undefined],
])('takes "%s" for the command /%s', (text, label, rest) => {
  const form = typedCommand(text, offered);
  expect(form?.command.label).toBe(label);
  expect(form?.fields[0]?.text).toBe(rest);
});

it.each([
  ['/make prompt:a cat steps:20', ['a cat', '20']],
  ['/make steps:20 prompt: a cat, size:9 steps:30', ['a cat, size:9 steps:30', '20']],
  ['/make a cat steps:20', ['a cat steps:20']],
])('fills in the options that "%s" names', (text, values) => {
  expect(typedCommand(text, offered)?.fields.map((field) => field.text)).toEqual(values);
});

it.each(['make a cat', '/make', '/maker x', '/jobs of Ada'])('leaves "%s" as it is', (text) => {
  expect(typedCommand(text, offered)).toBeUndefined();
});

it('sends no message that Discord would not', () => {
  expect(messageProblem('a'.repeat(2_000))).toBeUndefined();
  expect(messageProblem('a'.repeat(2_001))).toBe(
    'A message has at most 2000 characters; this has 2001.',
  );
});
