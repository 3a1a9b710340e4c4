import {
  ComponentType,
  type APICheckboxGroupComponent,
  type APIRadioGroupComponent,
} from 'discord-api-types/v10';
import { modalRange } from '../../../discord/rules/modal-rules.ts';
import { picked } from '../select/select-state.ts';
import type { ControlProps } from './modal-field.tsx';

/** A group of boxes to tick, or of radio buttons. */
export function ModalChoices({
  input,
  control,
  chosen,
  change,
}: {
  readonly input: APICheckboxGroupComponent | APIRadioGroupComponent;
  readonly control: ControlProps;
  readonly chosen: readonly string[];
  readonly change: (values: readonly string[]) => void;
}) {
  const isRadio = input.type === ComponentType.RadioGroup;
  // Too many are told at the end: nobody finds a box that cannot be ticked and does not say why.
  const range = isRadio ? modalRange(input) : { least: 0, most: Infinity };
  return (
    <div
      class="modal-options"
      role={isRadio ? 'radiogroup' : 'group'}
      aria-labelledby={control.labelledBy}
      aria-describedby={control.describedBy}
    >
      {input.options.map((option, index) => (
        <label key={option.value} class="modal-option">
          <input
            {...(index === 0 && { id: control.id })}
            type={isRadio ? 'radio' : 'checkbox'}
            name={control.id}
            checked={chosen.includes(option.value)}
            onChange={() => {
              change(picked(input.options, chosen, option.value, range));
            }}
          />
          <span class="modal-option-words">
            <span class="modal-option-label">{option.label}</span>
            {option.description && <span class="modal-description">{option.description}</span>}
          </span>
        </label>
      ))}
    </div>
  );
}
