import fc from 'fast-check';
import { pictureOptions, type ValueOption, valueOptions } from '../../src/recipes/option.ts';
import type { Params, Recipe } from '../../src/recipes/recipe.ts';

/** A request for a recipe: all that it cannot do without, and some of the rest. */
export function anyRequest({ options }: Recipe): fc.Arbitrary<{
  readonly values: Params;
  /** By option, each as a worker's LoadImage is given it. */
  readonly pictures: Readonly<Record<string, string>>;
}> {
  const values = valueOptions(options);
  const pictures = pictureOptions(options);
  return fc.record({
    values: fc.record(Object.fromEntries(values.map(([name, one]) => [name, anyValue(one)])), {
      requiredKeys: values.flatMap(([name, one]) =>
        one.kind === 'text' && one.default === undefined ? [name] : [],
      ),
    }),
    pictures: fc.record(
      Object.fromEntries(pictures.map(([name]) => [name, fc.constant(`${name}.jpg`)])),
      { requiredKeys: pictures.flatMap(([name, { required }]) => (required ? [name] : [])) },
    ),
  });
}

function anyValue(option: ValueOption): fc.Arbitrary<unknown> {
  switch (option.kind) {
    case 'text':
      return fc.string({ minLength: option.min, maxLength: 60, unit: 'binary' });
    case 'whole':
      return fc.integer({ min: option.min, max: option.max });
    case 'number':
      return fc.double({ min: option.min, max: option.max, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'choice':
      return fc.constantFrom(...option.names);
  }
}
