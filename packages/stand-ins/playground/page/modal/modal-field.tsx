import { ComponentType } from 'discord-api-types/v10';
import { ModalChoices } from './modal-choices.tsx';
import { ModalFiles } from './modal-files.tsx';
import {
  filesIn,
  isRequired,
  optionsIn,
  textIn,
  type ModalAnswer,
  type ModalPart,
} from './modal-fields.ts';
import { ModalText } from './modal-text.tsx';
import { modalRange } from '../../../discord/rules/modal-rules.ts';
import { SelectBox } from '../select/select-box.tsx';

interface ModalFieldProps {
  /** That of its control; it begins those of its other elements. */
  readonly id: string;
  readonly part: ModalPart;
  readonly answer: ModalAnswer | undefined;
  readonly problem: string | undefined;
  readonly change: (customId: string, answer: ModalAnswer) => void;
}

/** What every control has whatever its kind. */
export interface ControlProps {
  readonly id: string;
  readonly labelledBy: string;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
}

/** A part of a form: a text to read, or a field with its label. */
export function ModalField({ id, part, answer, problem, change }: ModalFieldProps) {
  if (part.kind === 'words') return <p class="modal-words">{part.words}</p>;
  if (part.kind === 'missing') {
    return <p class="modal-words">{part.label}: the playground has no such field.</p>;
  }
  const { input, label, description } = part;
  const described = [
    ...(description === undefined ? [] : [`${id}-description`]),
    ...(problem === undefined ? [] : [`${id}-problem`]),
  ];
  const control: ControlProps = {
    id,
    labelledBy: `${id}-label`,
    describedBy: described.length > 0 ? described.join(' ') : undefined,
    invalid: problem !== undefined,
  };
  return (
    <div class="modal-field">
      <FieldLabel {...{ input, label, control }} />
      {description !== undefined && (
        <p id={`${id}-description`} class="modal-description">
          {description}
        </p>
      )}
      <Control
        {...{ input, label, answer, control }}
        change={(next) => {
          change(input.custom_id, next);
        }}
      />
      {problem !== undefined && (
        <p id={`${id}-problem`} class="modal-problem">
          {problem}
        </p>
      )}
    </div>
  );
}

/** What a field is called. A single box has its name beside it, and one of a group its own. */
function FieldLabel({
  input,
  label,
  control,
}: Pick<Extract<ModalPart, { kind: 'field' }>, 'input' | 'label'> & {
  readonly control: ControlProps;
}) {
  const words = (
    <>
      {label}
      {isRequired(input) && (
        <span class="modal-required" aria-hidden="true">
          {' '}
          *
        </span>
      )}
    </>
  );
  const props = { id: control.labelledBy, class: 'modal-label' } as const;
  switch (input.type) {
    case ComponentType.Checkbox:
      return null;
    case ComponentType.CheckboxGroup:
    case ComponentType.RadioGroup:
      return <span {...props}>{words}</span>;
    case ComponentType.TextInput:
    case ComponentType.StringSelect:
    case ComponentType.FileUpload:
      return (
        <label {...props} for={control.id}>
          {words}
        </label>
      );
  }
}

function Control({
  input,
  label,
  answer,
  control,
  change,
}: Pick<Extract<ModalPart, { kind: 'field' }>, 'input' | 'label'> & {
  readonly answer: ModalAnswer | undefined;
  readonly control: ControlProps;
  readonly change: (answer: ModalAnswer) => void;
}) {
  switch (input.type) {
    case ComponentType.TextInput:
      return <ModalText {...{ input, control, change }} text={textIn(answer)} />;
    case ComponentType.StringSelect:
      return (
        <SelectBox
          id={control.id}
          options={input.options}
          range={modalRange(input)}
          chosen={optionsIn(answer)}
          placeholder={input.placeholder ?? 'Make a selection'}
          name={{ labelledBy: control.labelledBy }}
          invalid={control.invalid}
          describedBy={control.describedBy}
          change={change}
        />
      );
    case ComponentType.CheckboxGroup:
    case ComponentType.RadioGroup:
      return <ModalChoices {...{ input, control, change }} chosen={optionsIn(answer)} />;
    case ComponentType.Checkbox:
      return (
        <label class="modal-option">
          <input
            id={control.id}
            type="checkbox"
            checked={answer === true}
            aria-describedby={control.describedBy}
            onChange={({ currentTarget: { checked } }) => {
              change(checked);
            }}
          />
          <span class="modal-option-label">{label}</span>
        </label>
      );
    case ComponentType.FileUpload:
      return <ModalFiles {...{ input, control, change }} files={filesIn(answer)} />;
  }
}
