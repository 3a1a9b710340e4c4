import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { describe, expect, it } from 'vitest';
import {
  addField,
  removeField,
} from '../../../../packages/stand-ins/playground/page/composer/command-form.ts';
import {
  EMPTY_DRAFT,
  isEmpty,
  withForm,
} from '../../../../packages/stand-ins/playground/page/composer/draft.ts';
import { withFile } from '../../../../packages/stand-ins/playground/page/composer/file-option.ts';
import { formOf } from './sample-command.ts';

const type = ApplicationCommandOptionType.Attachment;
const face = { type, name: 'face', description: 'A face', required: true } as const;
const more = { type, name: 'more', description: 'Another' } as const;

describe('a draft', () => {
  const opened = addField(formOf(face, more), 'more');
  const full = withFile(withFile(opened, 'face', 'me.png'), 'more', 'you.png');
  const files = new Map(['file-face', 'file-more'].map((field) => [field, new File([], field)]));
  const draft = { ...EMPTY_DRAFT, form: full, files };
  const left = (form = full) => [...withForm(draft, form).files.keys()];

  it('keeps the files of its options', () => {
    expect(left()).toEqual(['file-face', 'file-more']);
  });

  it('drops the file of an option that is taken out, and of one that is emptied', () => {
    expect(left(removeField(full, 'more'))).toEqual(['file-face']);
    expect(left(removeField(full, 'face'))).toEqual(['file-more']);
  });

  it('is empty while nothing is begun, whatever is said', () => {
    expect(isEmpty({ ...EMPTY_DRAFT, notice: { kind: 'problem', text: 'No.' } })).toBe(true);
    expect(isEmpty(draft)).toBe(false);
  });
});
