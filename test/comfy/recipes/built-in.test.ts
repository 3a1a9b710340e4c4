import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FACE_WORKFLOWS, type FaceWorkflow } from '../../../src/recipes/face.ts';
import { checkGraph } from '../../../src/comfy/graph-check.ts';
import { pictureOptions } from '../../../src/recipes/option.ts';
import { builtInRecipes } from '../../../src/recipes/built-in.ts';
import { readCoreNodes } from '../../../src/workflows/read-workflows.ts';
import { anyParams } from '../arbitraries.ts';

const nodes = readCoreNodes();

/** Each recipe with each way to do faces. The contract's own is translated by its worker first. */
const ways = [...builtInRecipes.values()].flatMap((recipe) =>
  (['plus-face', 'faceid'] as const).map((way) => [recipe.name, way, recipe] as const),
);

function modelsFor(way: FaceWorkflow) {
  return { checkpoint: 'sd_xl_base_1.0.safetensors', ...FACE_WORKFLOWS[way].files };
}

describe('a recipe that comes with the bot', () => {
  it.each(ways)(
    '%s makes graphs that ComfyUI takes, whatever is asked for: %s',
    (_, way, recipe) => {
      const pictures = Object.fromEntries(
        pictureOptions(recipe.options).map(([option]) => [option, `${option}.jpg`]),
      );
      fc.assert(
        fc.property(anyParams(recipe.options), (asked) => {
          const params = recipe.request.parse(asked);
          const parts = { models: modelsFor(way), faceWorkflow: way, pictures };
          expect(checkGraph(recipe.graph(params, parts), nodes)).toEqual([]);
          expect(recipe.work(params)).toBeGreaterThan(0);
        }),
      );
    },
  );
});
