import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkGraph } from '../../src/comfy/graph-check.ts';
import { withDrawnSeed } from '../../src/recipes/recipe.ts';
import { loadWorkflows } from '../../src/bot/open-workflows.ts';
import { say } from '../../src/say/say.ts';
import { readCoreNodes } from '../../src/workflows/read-workflows.ts';
import { anyRequest } from '../support/any-request.ts';

const folder = fileURLToPath(new URL('../../workflows.example', import.meta.url));
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const { recipes, broken } = loadWorkflows({
  workflows: { folder, featured: undefined, publicEndpoints: false },
});
const table = readCoreNodes();

describe('an example', () => {
  it('is none that is left out', () => {
    expect(broken).toEqual([]);
    expect(recipes.map(({ command }) => command)).toEqual(names);
  });

  it('has no step that is called what stands under every picture', () => {
    const usual: readonly unknown[] = Object.values(say().result.buttons);
    const steps = recipes.flatMap(({ next }) => next.filter(({ as }) => as === undefined));
    expect(steps.map(({ label = '' }) => label).filter((label) => usual.includes(label))).toEqual(
      [],
    );
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
