import type { OptionInput } from '../../wire.ts';
import {
  checkFields,
  pickInto,
  remainingOptions,
  removeField,
  typeInto,
  type CommandForm,
} from './command-form.ts';
import { ADD_SLOT, optionSlot, SEND_SLOT } from './slot-focus.ts';

/** What somebody does with an option. */
export interface FieldActions {
  readonly type: (text: string) => void;
  readonly pick: (text: string, value: OptionInput) => void;
  readonly choose: (file: File) => void;
  /** Backspace where nothing is left to erase. */
  readonly erase: () => void;
  /** Takes the option out, or empties it where it is required. */
  readonly remove: () => void;
  /** Somebody leaves the option with something in it. */
  readonly leave: () => void;
}

/** What the fields of a form can change around them. */
export interface FormControls {
  readonly form: CommandForm;
  readonly change: (next: (form: CommandForm) => CommandForm) => void;
  readonly choose: (option: string, file: File) => void;
  readonly focus: (slot: string) => void;
  /** Out of the command. */
  readonly leave: () => void;
}

/** The actions of the option at this place of the form. */
export function fieldActions(controls: FormControls, place: number, name: string): FieldActions {
  const { form, change, choose, focus } = controls;
  const required = form.fields[place]?.option.required === true;
  const remove = () => {
    change((now) => removeField(now, name));
    const kept = form.fields[required ? place : place - 1];
    focus(kept ? optionSlot(kept.option.name) : ADD_SLOT);
  };
  return {
    type: (text) => {
      change((now) => typeInto(now, name, text));
    },
    pick: (text, value) => {
      change((now) => pickInto(now, name, text, value));
    },
    choose: (file) => {
      choose(name, file);
      const next = form.fields[place + 1];
      const end = remainingOptions(form).length > 0 ? ADD_SLOT : SEND_SLOT;
      focus(next ? optionSlot(next.option.name) : end);
    },
    erase: () => {
      if (required) goBack(controls, place);
      else remove();
    },
    remove,
    leave: () => {
      change((now) => checkFields(now, name));
    },
  };
}

/** To the option before this place, or out of the command where there is none. */
export function goBack({ form, focus, leave }: FormControls, place: number): void {
  const before = form.fields[place - 1];
  if (before) focus(optionSlot(before.option.name));
  else leave();
}
