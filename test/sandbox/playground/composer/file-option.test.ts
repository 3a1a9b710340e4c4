import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { expect, it } from 'vitest';
import { addField } from '../../../../packages/stand-ins/playground/page/composer/command-form.ts';
import {
  placeForFile,
  withFile,
} from '../../../../packages/stand-ins/playground/page/composer/file-option.ts';
import { fileSize } from '../../../../packages/stand-ins/playground/page/file-size.ts';
import { offeredCommands } from '../../../../packages/stand-ins/playground/page/composer/offered-command.ts';
import { ADA, formOf, GENERAL, registered } from './sample-command.ts';

const type = ApplicationCommandOptionType.Attachment;
const face = { type, name: 'face', description: 'A face', required: true } as const;
const more = { type, name: 'more', description: 'Another' } as const;

it('gives a file to the first option for one that is empty', () => {
  const place = placeForFile(formOf(face, more), []);
  expect(place).toMatchObject({ kind: 'option', name: 'face' });
});

it('opens an optional one once those that are open are full', () => {
  const place = placeForFile(withFile(formOf(face, more), 'face', 'me.png'), []);
  expect(place).toMatchObject({ kind: 'option', name: 'more' });
  if (place.kind === 'option') expect(place.form.fields).toHaveLength(2);
});

it('says why a file has no place', () => {
  const full = withFile(addField(formOf(more), 'more'), 'more', 'me.png');
  const offered = offeredCommands([registered('make', [face])], ADA, GENERAL);
  expect([
    placeForFile(full, offered),
    placeForFile(formOf(), offered),
    placeForFile(undefined, offered),
    placeForFile(undefined, []),
  ]).toEqual([
    { kind: 'hint', hint: '/make takes no more files. Remove one first.' },
    { kind: 'hint', hint: '/make takes no file.' },
    {
      kind: 'hint',
      hint: 'Files go with a command here. Pick one that takes a file first, such as /make.',
    },
    { kind: 'hint', hint: 'Files go with a command here.' },
  ]);
});

it.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1_000, '1.0 kB'],
  [123_456, '123.5 kB'],
  [10_485_760, '10.5 MB'],
])('calls %d bytes %s', (bytes, words) => {
  expect(fileSize(bytes)).toBe(words);
});
