import { ClientRefusal } from './client-refusal.ts';
import type { PersonsFile } from './option-value.ts';

/**
 * What a person fills into a field of a modal: a text; what they choose, of which a group of radio
 * buttons takes one; whether a box is ticked; or files.
 */
export type ModalValue = string | boolean | readonly string[] | readonly PersonsFile[];

export function textGiven(field: string, value: ModalValue | undefined): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw wrong(field, 'text');
}

export function tickGiven(field: string, value: ModalValue | undefined): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  throw wrong(field, 'yes or no');
}

/** One that is named by itself is the only one. */
export function valuesGiven(
  field: string,
  value: ModalValue | undefined,
): readonly string[] | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return [value];
  if (typeof value === 'object' && value.every((one) => typeof one === 'string')) return value;
  throw wrong(field, 'options');
}

export function filesGiven(field: string, value: ModalValue = []): readonly PersonsFile[] {
  if (typeof value === 'object' && value.every((one) => typeof one === 'object')) return value;
  throw wrong(field, 'files');
}

function wrong(field: string, taken: string): ClientRefusal {
  return new ClientRefusal(`the modal refuses ${field}: it takes ${taken}`);
}
