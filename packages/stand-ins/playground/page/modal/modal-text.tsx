import { TextInputStyle, type APITextInputComponent } from 'discord-api-types/v10';
import type { TargetedEvent } from 'preact';
import type { ControlProps } from './modal-field.tsx';

/** One line of text, or several. */
export function ModalText({
  input,
  control,
  text,
  change,
}: {
  readonly input: APITextInputComponent;
  readonly control: ControlProps;
  readonly text: string;
  readonly change: (text: string) => void;
}) {
  const props = {
    id: control.id,
    class: 'modal-control',
    value: text,
    required: input.required ?? true,
    placeholder: input.placeholder ?? '',
    autocomplete: 'off',
    'aria-invalid': control.invalid,
    'aria-describedby': control.describedBy,
    onInput: ({ currentTarget }: TargetedEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      change(currentTarget.value);
    },
  } as const;
  return input.style === TextInputStyle.Paragraph ? (
    <textarea {...props} rows={4} />
  ) : (
    <input {...props} type="text" />
  );
}
