import type { Field } from './command-form.ts';
import type { FieldActions } from './field-actions.ts';
import { optionSlot } from './slot-focus.ts';

/** What every kind of field is drawn from. */
export interface FieldParts {
  /** Begins the ids of its elements. */
  readonly id: string;
  readonly field: Field;
  /** What is wrong with it, where that is to be shown. */
  readonly problem: string | undefined;
  readonly actions: FieldActions;
}

/** What the control of a field has whatever its kind. */
export function controlProps({ id, field: { option }, problem }: FieldParts) {
  const described = [descriptionId(id), ...(problem === undefined ? [] : [problemId(id)])];
  return {
    id: controlId(id),
    'data-slot': optionSlot(option.name),
    'aria-describedby': described.join(' '),
    'aria-invalid': problem !== undefined,
  };
}

/** The id of a field's control. */
export const controlId = (id: string) => `${id}-control`;
/** The id of its name. */
export const labelId = (id: string) => `${id}-label`;
/** The id of what it is for. */
export const descriptionId = (id: string) => `${id}-description`;
/** The id of what is wrong with it. */
export const problemId = (id: string) => `${id}-problem`;
