import { valueOptions, type OptionTable, type ValueOption } from '../../comfy/option.ts';
import type { Params } from '../../comfy/recipe.ts';
import type { FieldValue, ModalValues } from './modal-values.ts';
import { numberIn } from './number-in.ts';
import { own } from './own.ts';

/**
 * What the options of a form hold once it is sent in, by their names inside: those that it asked for, as it may be from before
 * a restart that brought others. A text that was emptied is empty, and what is no number is left as it is, so that the
 * options' own schema refuses it.
 */
export function readForm(
  table: OptionTable,
  { ids, fields }: Pick<ModalValues, 'ids' | 'fields'>,
): Params {
  const asked = new Set(ids);
  return Object.fromEntries(
    valueOptions(table)
      .filter(([name]) => asked.has(name))
      .map(([name, option]) => [name, valueOf(option, own(fields, name))]),
  );
}

function valueOf({ kind }: ValueOption, value: FieldValue | undefined): unknown {
  const [filled] = typeof value === 'object' ? value : [value];
  switch (kind) {
    case 'whole':
    case 'number':
      return typeof filled === 'string' ? numberIn(filled) : filled;
    case 'boolean':
      return filled === true;
    case 'text':
      return filled ?? '';
    case 'choice':
      return filled;
  }
}
