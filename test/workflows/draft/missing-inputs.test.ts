import { expect, it } from 'vitest';
import { checkGraph } from '../../../src/comfy/graph-check.ts';
import { fillInMissing } from '../../../src/workflows/draft/missing-inputs.ts';
import { table } from './draft.ts';

/** Types that only another node gives, and texts, which nobody can guess. */
const LINKED = /^(?!(?:INT|FLOAT|BOOLEAN|COMBO)$|COMFY_DYNAMIC)/;

/** Classes whose numbers have no default. */
const NUMBERS = /^(?:PrimitiveInt|PrimitiveFloat|SeedNode|StringSubstring)$/;

/** A node without any inputs, and one that shows what it makes: ComfyUI checks nothing else. */
const shown = (className: string) => ({
  '1': { class_type: className, inputs: {} },
  '2': { class_type: 'PreviewAny', inputs: { source: ['1', 0] } },
});

it('every class gets all values that it lacks, those of its first choices included', () => {
  const left = [...table.keys()].flatMap((name) => {
    const { file } = fillInMissing(shown(name), table);
    return checkGraph(file, table).flatMap((found) => {
      if (found.problem === 'no_output' || found.problem === 'no_such_output') return [];
      if (found.problem !== 'missing') return [`${name}: ${found.problem}`];
      const { input, takes } = found;
      const isLeft = LINKED.test(takes.type) || takes.files === true || NUMBERS.test(name);
      return isLeft ? [] : [`${name}.${input} (${takes.type})`];
    });
  });
  expect(left).toEqual([]);
});

it('a choice with inputs of its own gets these, too', () => {
  const { filled } = fillInMissing(shown('ResizeImageMaskNode'), table);
  expect(filled.map(({ input }) => input)).toEqual(
    expect.arrayContaining(['resize_type', 'scale_method']),
  );
  expect(filled.some(({ input }) => input.startsWith('resize_type.'))).toBe(true);
});
