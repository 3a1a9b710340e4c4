import { knownSchema } from './option-schemas.ts';
import { valueOptions, type OptionTable, type ValueOption } from './option.ts';
import { settingsProblem, type SettingsProblem } from './settings-problem.ts';

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

/** Those of the values that a recipe's options have and take today. */
export function fittingValues(table: OptionTable, kept: KeptValues): KeptValues {
  return Object.fromEntries(
    Object.entries(knownValues(table, kept)).filter(
      ([name, value]) => value !== undefined && !problemWith(table, name, value),
    ),
  );
}

/** Those that its options have, whether they take them or not. */
export function knownValues(table: OptionTable, kept: KeptValues): KeptValues {
  const names = new Set(settableOptions(table).map(([name]) => name));
  return Object.fromEntries(Object.entries(kept).filter(([name]) => names.has(name)));
}

/** What is wrong with a value for an option; `undefined` where nothing is, or where there is no such option. */
export function problemWith(
  table: OptionTable,
  name: string,
  value: unknown,
): SettingsProblem | undefined {
  const option = Object.hasOwn(table, name) ? table[name] : undefined;
  if (!option || option.kind === 'picture') return undefined;
  const { error } = knownSchema({ [name]: option }).safeParse({ [name]: value });
  return error && settingsProblem(table, error);
}
