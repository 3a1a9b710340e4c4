import type { FieldPath, FormErrors } from './discord-error.ts';
import {
  choiceRange,
  chosenAtFirst,
  type Choosable,
  type ChoiceRange,
} from './rules/choice-rules.ts';

/**
 * Discord's rules about what people choose from that its published schemas do not hold: values that
 * differ, as many options as may be chosen (discord.py#6984), no more than that chosen beforehand,
 * and no least above the most (discord-api-docs#3202). The codes are those of people's error reports.
 */
export function checkSelect(
  choosable: Choosable,
  path: FieldPath,
  errors: FormErrors,
  range: ChoiceRange = choiceRange(choosable),
): void {
  const { options } = choosable;
  const { least, most } = range;
  const seen = new Set<string>();
  options.forEach(({ value }, index) => {
    if (seen.has(value)) {
      const message = 'The specified option value is already used';
      const place = [...path, 'options', index];
      errors.add(place, 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED', message);
    }
    seen.add(value);
  });
  if (least > most) {
    const message = `int value should be less than or equal to ${most}.`;
    errors.add([...path, 'min_values'], 'NUMBER_TYPE_MAX', message);
  }
  if (most > options.length) {
    const message = `Must be ${most} or more in length.`;
    errors.add([...path, 'options'], 'BASE_TYPE_MIN_LENGTH', message);
  } else if (chosenAtFirst(choosable).length > most) {
    const message = 'The number of default values must be less than or equal to max_values';
    errors.add([...path, 'options'], 'SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES', message);
  }
}
