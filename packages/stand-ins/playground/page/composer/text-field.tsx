import {
  ApplicationCommandOptionType,
  type APIApplicationCommandBasicOption,
} from 'discord-api-types/v10';
import type { TargetedEvent, TargetedKeyboardEvent } from 'preact';
import { FieldFrame } from './field-frame.tsx';
import { controlProps, type FieldParts } from './field-parts.ts';

type Control = HTMLInputElement | HTMLTextAreaElement;

/** A number, or words in a box that grows with them. As in Discord, a text option has no line breaks. */
export function TextField(parts: FieldParts) {
  const { field, actions } = parts;
  const { option, text } = field;
  const props = {
    ...controlProps(parts),
    class: 'composer-control',
    value: text,
    required: option.required === true,
    autocomplete: 'off',
    enterkeyhint: 'send',
    onInput: ({ currentTarget }: TargetedEvent<Control>) => {
      actions.type(currentTarget.value.replace(/\s*[\r\n]+\s*/g, ' '));
    },
    onKeyDown: (event: TargetedKeyboardEvent<Control>) => {
      if (event.isComposing) return;
      if (event.key === 'Enter') {
        event.preventDefault();
        event.currentTarget.form?.requestSubmit();
      } else if (event.key === 'Backspace' && text === '' && !event.repeat) {
        event.preventDefault();
        actions.erase();
      }
    },
  } as const;
  return (
    <FieldFrame parts={parts}>
      <span class="composer-grow" data-text={text}>
        {option.type === ApplicationCommandOptionType.String ? (
          <textarea {...props} rows={1} cols={1} />
        ) : (
          <input {...props} type="text" size={1} inputMode={keyboard(option)} />
        )}
      </span>
    </FieldFrame>
  );
}

/** A phone's number keyboards lack the minus. */
function keyboard(option: APIApplicationCommandBasicOption) {
  const least = 'min_value' in option ? option.min_value : undefined;
  if (least === undefined || least < 0) return 'text';
  return option.type === ApplicationCommandOptionType.Integer ? 'numeric' : 'decimal';
}
