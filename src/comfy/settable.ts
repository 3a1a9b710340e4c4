import { knownSchema } from './option-schemas.ts';
import { valueOptions, type OptionTable, type ValueOption } from './option.ts';

/** What people may choose beforehand: anything but what each picture has of its own. */
const OF_EACH_PICTURE: ReadonlySet<string> = new Set(['prompt', 'seed']);

/** Values of options by their names inside, as they were kept: of any version, so perhaps of no option today. */
export type KeptValues = Readonly<Record<string, unknown>>;

/** The options of a recipe that somebody may have chosen for beforehand, in their order. */
export function settableOptions(
  table: OptionTable,
): readonly (readonly [name: string, option: ValueOption])[] {
  return valueOptions(table).filter(([name]) => !OF_EACH_PICTURE.has(name));
}

/** Whether an option takes a value today. */
export function takes(option: ValueOption, value: unknown): boolean {
  return value !== undefined && knownSchema({ value: option }).safeParse({ value }).success;
}

/** Those of the values that a recipe's options have and take today. */
export function fittingValues(table: OptionTable, kept: KeptValues): KeptValues {
  return Object.fromEntries(
    settableOptions(table).flatMap(([name, option]) => {
      const value = Object.hasOwn(kept, name) ? kept[name] : undefined;
      return takes(option, value) ? [[name, value]] : [];
    }),
  );
}

/** Those that its options have, whether they take them or not. */
export function knownValues(table: OptionTable, kept: KeptValues): KeptValues {
  const names = new Set(settableOptions(table).map(([name]) => name));
  return Object.fromEntries(Object.entries(kept).filter(([name]) => names.has(name)));
}
