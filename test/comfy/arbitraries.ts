import fc from 'fast-check';
import { ASPECT_RATIO_NAMES, SAMPLERS, SCHEDULERS } from '../../src/recipes/text.ts';
import { type OptionTable, type ValueOption, valueOptions } from '../../src/recipes/option.ts';
import { FACE_OPTIONS, type FaceParams } from '../../src/recipes/face.ts';

/** Text of any UTF-16 code units: quotes, line ends, lone surrogates and all. */
export function anyText(minLength: number): fc.Arbitrary<string> {
  return fc.oneof(
    fc.string({ unit: 'binary', minLength, maxLength: 200 }),
    fc
      .array(fc.integer({ min: 0, max: 0xffff }), { minLength, maxLength: 200 })
      .map((units) => String.fromCharCode(...units)),
    fc.constantFrom('"', '\\"}, "x": {', "'; --", 'a\nb\r\n\u2028', '\ud83d', '{name} $& $1 %s'),
  );
}

const weight = fc.double({ min: 0, max: 2, noNaN: true });

/** Any settings that the schema allows. */
export const anySettings: fc.Arbitrary<FaceParams> = fc.record({
  prompt: anyText(1),
  negativePrompt: anyText(0),
  aspectRatio: fc.constantFrom(...ASPECT_RATIO_NAMES),
  count: fc.integer({ min: 1, max: 4 }),
  steps: fc.integer({ min: FACE_OPTIONS.steps.min, max: FACE_OPTIONS.steps.max }),
  cfg: fc.double({ min: FACE_OPTIONS.cfg.min, max: FACE_OPTIONS.cfg.max, noNaN: true }),
  sampler: fc.constantFrom(...SAMPLERS),
  scheduler: fc.constantFrom(...SCHEDULERS),
  denoise: fc.double({ min: 0, max: 1, noNaN: true }),
  seed: fc.oneof(fc.maxSafeNat(), fc.constantFrom(0, Number.MAX_SAFE_INTEGER)),
  faceWeight: weight,
  faceidWeight: weight,
});

/** Whatever a person may ask for by these options, with a seed that was drawn. */
export function anyParams(table: OptionTable): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(
    Object.fromEntries(valueOptions(table).map(([name, option]) => [name, anyValue(option)])),
  );
}

function anyValue(option: ValueOption): fc.Arbitrary<unknown> {
  switch (option.kind) {
    case 'text':
      return anyText(option.min);
    case 'whole':
      return fc.integer({ min: Math.max(option.min, 0), max: option.max });
    case 'number':
      return fc.double({ min: option.min, max: option.max, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'choice':
      return fc.constantFrom(...option.names);
  }
}
