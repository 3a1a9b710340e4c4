import { TextInputStyle } from 'discord-api-types/v10';
import type { TargetedEvent } from 'preact';
import type { ModalPart } from './modal-fields.ts';

interface ModalFieldProps {
  /** Begins the ids of its elements. */
  readonly id: string;
  readonly part: ModalPart;
  readonly value: string;
  readonly problem: string | undefined;
  readonly type: (customId: string, text: string) => void;
}

/** A part of a form: a text to read, or a field with its label. */
export function ModalField({ id, part, value, problem, type }: ModalFieldProps) {
  if (part.kind === 'words') return <p class="modal-words">{part.words}</p>;
  if (part.kind === 'missing') {
    return <p class="modal-words">{part.label}: the playground has no such field.</p>;
  }
  const { input, label, description } = part;
  const { required = true } = input;
  const described = [
    ...(description === undefined ? [] : [`${id}-description`]),
    ...(problem === undefined ? [] : [`${id}-problem`]),
  ];
  const props = {
    id,
    class: 'modal-control',
    value,
    required,
    placeholder: input.placeholder ?? '',
    autocomplete: 'off',
    'aria-invalid': problem !== undefined,
    'aria-describedby': described.length > 0 ? described.join(' ') : undefined,
    onInput: ({ currentTarget }: TargetedEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      type(input.custom_id, currentTarget.value);
    },
  } as const;
  return (
    <div class="modal-field">
      <label class="modal-label" for={id}>
        {label}
        {required && (
          <span class="modal-required" aria-hidden="true">
            {' '}
            *
          </span>
        )}
      </label>
      {description !== undefined && (
        <p id={`${id}-description`} class="modal-description">
          {description}
        </p>
      )}
      {input.style === TextInputStyle.Paragraph ? (
        <textarea {...props} rows={4} />
      ) : (
        <input {...props} type="text" />
      )}
      {problem !== undefined && (
        <p id={`${id}-problem`} class="modal-problem">
          {problem}
        </p>
      )}
    </div>
  );
}
