import { ComponentType, type APIModalInteractionResponseCallbackData } from 'discord-api-types/v10';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Act } from '../actions.ts';
import { useGivenFiles } from '../composer/use-given-files.ts';
import { withFiles } from './given-files.ts';
import { modalAction } from './modal-action.ts';
import './modal-dialog.css';
import { ModalField } from './modal-field.tsx';
import {
  filesIn,
  firstAnswers,
  modalParts,
  modalProblem,
  type ModalAnswer,
  type ModalAnswers,
  type ModalPart,
} from './modal-fields.ts';

import type { ActionOutcome } from '../../wire.ts';

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
  const [answers, setAnswers] = useState(() => firstAnswers(parts));
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
  const change = (name: string, answer: ModalAnswer) => {
    setAnswers((now) => ({ ...now, [name]: answer }));
  };
  // What is dropped or pasted goes into the first field that takes files.
  const held = useGivenFiles((given) => {
    for (const part of parts) {
      if (part.kind !== 'field' || part.input.type !== ComponentType.FileUpload) continue;
      const { custom_id: name } = part.input;
      change(name, withFiles(part.input, filesIn(answers[name]), given));
      return;
    }
  }, true);

  const send = async () => {
    const wrong = parts.findIndex((part) => problemOf(part, answers) !== undefined);
    setChecked(true);
    if (wrong >= 0) {
      document.getElementById(partId(wrong))?.focus();
      return;
    }
    setSending(true);
    setRefusal('');
    const { action, files } = modalAction(open.interaction, answers);
    const outcome = await act(action, files);
    setSending(false);
    if (outcome.kind === 'done') close();
    else setRefusal(sentenceFor(outcome));
  };
  return (
    <dialog
      ref={dialog}
      class={held ? 'modal modal-held' : 'modal'}
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
              answer={part.kind === 'field' ? answers[part.input.custom_id] : undefined}
              problem={checked ? problemOf(part, answers) : undefined}
              change={change}
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

function problemOf(part: ModalPart, answers: ModalAnswers): string | undefined {
  if (part.kind !== 'field') return undefined;
  return modalProblem(part.input, answers[part.input.custom_id]);
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
