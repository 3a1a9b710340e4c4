import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkGraph } from '../../src/comfy/graph-check.ts';
import { pictureOptions, valueOptions, type ValueOption } from '../../src/comfy/option.ts';
import type { Recipe } from '../../src/comfy/recipe.ts';
import { withDrawnSeed } from '../../src/comfy/seed.ts';
import { loadWorkflows } from '../../src/open/open-workflows.ts';
import { readCoreNodes } from '../../src/workflows/core-nodes.ts';

const folder = fileURLToPath(new URL('../../workflows.example', import.meta.url));
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const { recipes, broken } = loadWorkflows({
  workflows: { folder, featured: undefined, publicEndpoints: false },
});
const table = readCoreNodes();

/** Anything that a person may fill in, or leave out. */
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

/** A request for it, with some of its pictures: all that it cannot do without. */
function anyRequest({ options }: Recipe) {
  const values = fc.record(
    Object.fromEntries(valueOptions(options).map(([name, option]) => [name, anyValue(option)])),
    {
      requiredKeys: valueOptions(options).flatMap(([name, option]) =>
        option.kind === 'text' && option.default === undefined ? [name] : [],
      ),
    },
  );
  const pictures = fc.record(
    Object.fromEntries(pictureOptions(options).map(([name]) => [name, fc.constant(`${name}.jpg`)])),
    {
      requiredKeys: pictureOptions(options).flatMap(([name, { required }]) =>
        required ? [name] : [],
      ),
    },
  );
  return fc.record({ values, pictures });
}

describe('an example', () => {
  it('is none that is left out', () => {
    expect(broken).toEqual([]);
    expect(recipes.map(({ command }) => command)).toEqual(names);
  });

  it.each(recipes.map((recipe) => [recipe.command, recipe] as const))(
    'is a graph that ComfyUI takes, whatever is filled in: %s',
    (_, recipe) => {
      fc.assert(
        fc.property(anyRequest(recipe), ({ values, pictures }) => {
          const params = withDrawnSeed(recipe.request.parse(values), () => 7, recipe);
          const graph = recipe.graph(params, {
            models: { checkpoint: '', ipAdapterFile: '', clipVisionName: '' },
            faceWorkflow: 'plus-face',
            pictures,
          });
          expect(checkGraph(graph, table)).toEqual([]);
          expect(JSON.parse(JSON.stringify(graph))).toEqual(graph);
        }),
      );
    },
  );
});
