import type { OptionTable, ValueOption } from '../../comfy/option.ts';
import { problemWith, settableOptions, type KeptValues } from '../../comfy/settable.ts';
import { BotError } from '../../errors/errors.ts';
import type { FieldValue, ModalValues } from './modal-values.ts';
import { numberIn } from './number-in.ts';

/** What a form says of yes and no. */
export const YES = 'yes';
export const NO = 'no';

/**
 * The options of a form, whose fields have their names inside; `undefined` for one that was left empty. Numbers may have
 * a comma for a point.
 *
 * @throws BotError `bad_option` for the first that its recipe does not take.
 */
export function optionsFromForm(
  table: OptionTable,
  { ids, fields }: Pick<ModalValues, 'ids' | 'fields'>,
): KeptValues {
  const asked = new Set(ids);
  return Object.fromEntries(
    settableOptions(table)
      .filter(([name]) => asked.has(name))
      .map(([name, option]) => {
        const value = valueOf(option, Object.hasOwn(fields, name) ? fields[name] : undefined);
        const problem = value === undefined ? undefined : problemWith(table, name, value);
        if (problem) throw new BotError('bad_option', { facts: problem });
        return [name, value];
      }),
  );
}

function valueOf({ kind }: ValueOption, field: FieldValue | undefined): unknown {
  const written = typeof field === 'object' ? field[0] : field;
  if (typeof written !== 'string' || written.trim() === '') return undefined;
  switch (kind) {
    case 'whole':
    case 'number':
      return numberIn(written);
    case 'boolean':
      if (written === YES) return true;
      return written === NO ? false : written;
    case 'text':
    case 'choice':
      return written;
  }
}
