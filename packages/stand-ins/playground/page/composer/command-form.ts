import type { OptionInput } from '../../wire.ts';
import type { OfferedCommand, OfferedOption } from './offered-command.ts';

/** An option that is being filled in. */
export interface Field {
  readonly option: OfferedOption;
  /** What stands in its box. */
  readonly text: string;
  /** What was picked; `text` names it then. */
  readonly picked?: OptionInput;
  /** Whether what is wrong with it is shown: not before somebody has had a chance to write. */
  readonly checked: boolean;
}

/** A command that is being filled in. Forms are never changed; each step makes a new one. */
export interface CommandForm {
  readonly command: OfferedCommand;
  /** The required options, then the others in the order in which they were added. */
  readonly fields: readonly Field[];
}

/** The form of a command with its required options open, and nothing in them. */
export function openForm(command: OfferedCommand): CommandForm {
  const required = command.options.filter((option) => option.required === true);
  return { command, fields: required.map(emptyField) };
}

/** The options that could still be added. */
export function remainingOptions({ command, fields }: CommandForm): readonly OfferedOption[] {
  return command.options.filter(({ name }) => !fields.some((field) => field.option.name === name));
}

/** Opens the option of this name, where it is not open yet. */
export function addField(form: CommandForm, name: string): CommandForm {
  const option = remainingOptions(form).find((remaining) => remaining.name === name);
  return option ? { ...form, fields: [...form.fields, emptyField(option)] } : form;
}

/** Takes an option out. One that is required stays, and is emptied. */
export function removeField(form: CommandForm, name: string): CommandForm {
  const fields = form.fields.flatMap((field) => {
    if (field.option.name !== name) return [field];
    return field.option.required === true ? [emptyField(field.option)] : [];
  });
  return { ...form, fields };
}

/** Somebody types into an option: what was picked there before no longer counts. */
export function typeInto(form: CommandForm, name: string, text: string): CommandForm {
  return withField(form, name, ({ option, checked }) => ({ option, checked, text }));
}

/** Somebody picks a value, which is shown as `text`. */
export function pickInto(
  form: CommandForm,
  name: string,
  text: string,
  picked: OptionInput,
): CommandForm {
  return withField(form, name, (field) => ({ ...field, text, picked }));
}

/** From now on, what is wrong with this option is shown; without a name, with every option. */
export function checkFields(form: CommandForm, name?: string): CommandForm {
  const fields = form.fields.map((field) =>
    name === undefined || field.option.name === name ? { ...field, checked: true } : field,
  );
  return { ...form, fields };
}

function withField(form: CommandForm, name: string, change: (field: Field) => Field): CommandForm {
  const fields = form.fields.map((field) => (field.option.name === name ? change(field) : field));
  return { ...form, fields };
}

function emptyField(option: OfferedOption): Field {
  return { option, text: '', checked: false };
}
