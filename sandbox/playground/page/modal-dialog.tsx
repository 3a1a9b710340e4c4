import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Act } from './actions.ts';
import './modal-dialog.css';
import { ModalField } from './modal-field.tsx';
import { firstValues, modalParts, modalProblem, type ModalPart } from './modal-fields.ts';
import type { ActionOutcome } from '../wire.ts';

/** A form that the bot opened for somebody. */
export interface OpenModal {
  /** The interaction whose answer it is. */
  readonly interaction: string;
  readonly modal: APIModalInteractionResponseCallbackData;
  readonly personId: string;
}

interface ModalDialogProps {
  readonly open: OpenModal;
  readonly act: Act;
  readonly close: () => void;
}

/** The form, above everything else until it is sent or closed. */
export function ModalDialog({ open, act, close }: ModalDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const parts = modalParts(open.modal);
  const partId = (index: number) => `${id}-${index}`;
  const [values, setValues] = useState(() => firstValues(parts));
  const [checked, setChecked] = useState(false);
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState('');
  useLayoutEffect(() => {
    const box = dialog.current;
    const opener = document.activeElement;
    box?.showModal();
    return () => {
      box?.close();
      if (!(opener instanceof HTMLElement)) return;
      // Closing gives the focus back, but without a caret: Chromium would let nobody type.
      opener.blur();
      opener.focus();
    };
  }, []);

  const send = async () => {
    const wrong = parts.findIndex((part) => problemOf(part, values) !== undefined);
    setChecked(true);
    if (wrong >= 0) {
      document.getElementById(partId(wrong))?.focus();
      return;
    }
    setSending(true);
    setRefusal('');
    const outcome = await act({ kind: 'modal', interaction: open.interaction, fields: values });
    setSending(false);
    if (outcome.kind === 'done') close();
    else setRefusal(sentenceFor(outcome));
  };
  return (
    <dialog
      ref={dialog}
      class="modal"
      aria-labelledby={`${id}-title`}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!sending) void send();
        }}
      >
        <h2 id={`${id}-title`} class="modal-title">
          {open.modal.title}
        </h2>
        <div class="modal-parts">
          {parts.map((part, index) => (
            <ModalField
              key={index}
              id={partId(index)}
              part={part}
              value={part.kind === 'field' ? (values[part.input.custom_id] ?? '') : ''}
              problem={checked ? problemOf(part, values) : undefined}
              type={(name, text) => {
                setValues((now) => ({ ...now, [name]: text }));
              }}
            />
          ))}
        </div>
        <p class="modal-refusal" role="alert">
          {refusal}
        </p>
        <div class="modal-buttons">
          <button type="button" class="modal-button" onClick={close}>
            Cancel
          </button>
          <button type="submit" class="modal-button modal-submit" aria-disabled={sending}>
            Submit
          </button>
        </div>
      </form>
    </dialog>
  );
}

function problemOf(part: ModalPart, values: Readonly<Record<string, string>>): string | undefined {
  if (part.kind !== 'field') return undefined;
  return modalProblem(part.input, values[part.input.custom_id] ?? '');
}

function sentenceFor(outcome: Exclude<ActionOutcome, { kind: 'done' }>): string {
  switch (outcome.kind) {
    case 'refused':
      return outcome.problem;
    case 'no-answer':
    case 'choices':
    case 'modal':
      return 'Something went wrong. Try again.';
  }
}
