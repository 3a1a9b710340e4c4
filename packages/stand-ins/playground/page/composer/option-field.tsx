import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { useState } from 'preact/hooks';
import type { ActionOutcome } from '../../wire.ts';
import type { FieldParts } from './field-parts.ts';
import { FileField } from './file-field.tsx';
import { ListField } from './list-field.tsx';
import { matching } from './list-item.ts';
import { MissingField } from './missing-field.tsx';
import { optionItems, type Surroundings } from './option-items.ts';
import { TextField } from './text-field.tsx';
import { useCompletions } from './use-completions.ts';

interface OptionFieldProps {
  readonly parts: FieldParts;
  readonly around: Surroundings;
  readonly file: File | undefined;
  /** Asks the bot what to offer for what is typed. */
  readonly complete: () => Promise<ActionOutcome>;
}

/** An option, drawn from its definition. */
export function OptionField({ parts, around, file, complete }: OptionFieldProps) {
  const { option, text, picked } = parts.field;
  const items = optionItems(option, around);
  if (items) {
    // A value already picked does not narrow the list, so that another can be picked.
    const shown = picked === undefined ? matching(items, text) : items;
    return <ListField parts={parts} items={shown} nothing="Nothing in the list fits." />;
  }
  switch (option.type) {
    case ApplicationCommandOptionType.String:
    case ApplicationCommandOptionType.Integer:
    case ApplicationCommandOptionType.Number:
      return option.autocomplete === true ? (
        <CompletedField parts={parts} complete={complete} />
      ) : (
        <TextField {...parts} />
      );
    case ApplicationCommandOptionType.Attachment:
      return <FileField parts={parts} file={file} />;
    case ApplicationCommandOptionType.Boolean:
    case ApplicationCommandOptionType.User:
    case ApplicationCommandOptionType.Channel:
    case ApplicationCommandOptionType.Role:
    case ApplicationCommandOptionType.Mentionable:
      return <MissingField {...parts} />;
  }
}

function CompletedField({ parts, complete }: Pick<OptionFieldProps, 'parts' | 'complete'>) {
  const { text, picked } = parts.field;
  const [focused, setFocused] = useState(false);
  const completions = useCompletions(text, focused && picked === undefined, complete);
  return <ListField parts={parts} {...completions} free focused={setFocused} />;
}
