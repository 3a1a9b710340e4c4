import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkGraph } from '../../src/comfy/graph-check.ts';
import type { Option } from '../../src/recipes/option.ts';
import { readCoreNodes } from '../../src/workflows/read-workflows.ts';
import { workflowRecipe } from '../../src/workflows/workflow-recipe.ts';
import { node, sampler, sdxl } from '../support/sdxl-workflow.ts';
import { drafted } from './draft/draft.ts';

const table = readCoreNodes();
const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));

/** A workflow with a pass after the first, a ControlNet, a padded picture, and sides in nodes of their own. */
const rich = sdxl({
  '3': node('CLIPTextEncode', { text: 'a red fox', clip: ['1', 1] }),
  '5': node('EmptyLatentImage', { width: ['30', 0], height: ['31', 0], batch_size: 1 }),
  '6': sampler({ positive: ['22', 0] }),
  '7': node('VAEDecode', { samples: ['41', 0], vae: ['1', 2] }),
  '9': node('LoadImage', { image: 'a.png' }),
  '21': node('ControlNetLoader', { control_net_name: 'pose.safetensors' }),
  '22': node('ControlNetApply', {
    ...{ conditioning: ['3', 0], control_net: ['21', 0], image: ['23', 0], strength: 0.8 },
  }),
  '23': node('ImagePadForOutpaint', {
    ...{ image: ['9', 0], left: 64, top: 0, right: 64, bottom: 0, feathering: 8 },
  }),
  '30': node('PrimitiveInt', { value: 1024 }),
  '31': node('PrimitiveInt', { value: 768 }),
  '40': node('LatentUpscale', {
    ...{ samples: ['6', 0], upscale_method: 'bilinear', width: 1536, height: 1152 },
    crop: 'disabled',
  }),
  '41': sampler({ latent_image: ['40', 0], denoise: 0.5 }),
});

const files = readdirSync(fixtures)
  .filter((name) => !name.includes('.app.'))
  .map((name) => JSON.parse(readFileSync(`${fixtures}/${name}`, 'utf8')) as unknown);

const recipes = [rich, ...files].map((file) => {
  const { manifest, changed = file } = drafted(file);
  const read = workflowRecipe({ name: 'mine', manifest, graph: changed }, table);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.recipe;
});

/** A value that members may give, or `undefined` for none. */
function given(option: Option): fc.Arbitrary<unknown> {
  const left = fc.constant(undefined);
  switch (option.kind) {
    case 'text':
      return option.default === undefined
        ? fc.string({ minLength: 1, maxLength: 40 })
        : fc.oneof(left, fc.string({ maxLength: 40 }));
    case 'whole':
      return fc.oneof(left, fc.integer({ min: Math.max(0, option.min), max: option.max }));
    case 'number':
      return fc.oneof(left, fc.double({ min: option.min, max: option.max, noNaN: true }));
    case 'boolean':
      return fc.oneof(left, fc.boolean());
    case 'choice':
      return fc.oneof(left, fc.constantFrom(...option.names));
    case 'picture':
      return option.required ? fc.constant('a.png') : fc.oneof(left, fc.constant('a.png'));
  }
}

const job = fc.constantFrom(...recipes).chain((recipe) =>
  fc.record({
    recipe: fc.constant(recipe),
    values: fc.record(
      Object.fromEntries(Object.entries(recipe.options).map(([name, one]) => [name, given(one)])),
    ),
  }),
);

it('whatever members may give makes a graph that ComfyUI takes', () => {
  fc.assert(
    fc.property(job, ({ recipe, values }) => {
      const set = Object.entries(values).filter(([, value]) => value !== undefined);
      const isPicture = ([name]: readonly [string, unknown]) =>
        recipe.options[name]?.kind === 'picture';
      const params = Object.fromEntries(set.filter((one) => !isPicture(one)));
      const pictures = Object.fromEntries(
        set.filter(isPicture).map(([name]) => [name, `${name}.png`]),
      );
      // A random seed is drawn before the graph is made.
      const whole = { seed: 7, ...recipe.request.parse(params) };
      const parts = {
        models: { checkpoint: '', ipAdapterFile: '', clipVisionName: '' },
        faceWorkflow: 'face-reference' as const,
      };
      const seeded = whole.seed === -1 ? { ...whole, seed: 7 } : whole;
      const problems = checkGraph(recipe.graph(seeded, { ...parts, pictures }), table);
      expect(problems.filter(({ problem }) => problem !== 'unknown_class')).toEqual([]);
    }),
    { numRuns: 400 },
  );
});
