import type { Option } from '../../comfy/option.ts';
import type { Params } from '../../comfy/recipe.ts';
import type { FieldValue, ModalValues } from './modal-values.ts';
import { numberIn } from './number-in.ts';
import { own } from './own.ts';

/**
 * What options of a form hold once it is sent in, by their names inside. A text that was emptied is empty, and what is
 * no number is left as it is, so that the options' own schema refuses it.
 */
export function readForm(
  fields: readonly { readonly name: string; readonly option: Option }[],
  { fields: sent }: Pick<ModalValues, 'fields'>,
): Params {
  return Object.fromEntries(
    fields.flatMap(({ name, option }): [string, unknown][] =>
      option.kind === 'picture' ? [] : [[name, valueOf(option, own(sent, name))]],
    ),
  );
}

function valueOf({ kind }: Option, value: FieldValue | undefined): unknown {
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
    case 'picture':
      return filled;
  }
}
