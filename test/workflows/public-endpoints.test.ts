import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runpodPublic } from '../../src/workers/runpod-public.ts';
import { valueOptions } from '../../src/recipes/option.ts';
import type { Params, Recipe } from '../../src/recipes/recipe.ts';
import { readCoreNodes } from '../../src/workflows/read-workflows.ts';
import { problemLine } from '../../src/workflows/problem.ts';
import { workflowRecipe } from '../../src/workflows/workflow-recipe.ts';
import { PUBLIC_MODELS } from '../../packages/stand-ins/runpod/public-models.ts';
import { anyRequest } from '../support/any-request.ts';

const FOLDER = fileURLToPath(new URL('../../public-endpoints', import.meta.url));
const NAMES = readdirSync(FOLDER);
const table = readCoreNodes();

function read(name: string, manifest: unknown) {
  return workflowRecipe({ name, manifest }, table);
}

const manifestOf = (name: string): object =>
  JSON.parse(readFileSync(`${FOLDER}/${name}/manifest.json`, 'utf8')) as object;

function recipeOf(name: string): Recipe {
  const made = read(name, manifestOf(name));
  if ('recipe' in made) return made.recipe;
  throw new Error(made.problems.map(problemLine).join('\n'));
}

const inputOf = (recipe: Recipe, params: Params) =>
  runpodPublic.input({
    id: 'job-1',
    graph: (faceWorkflow, pictures) =>
      recipe.graph(params, {
        models: { checkpoint: '', ipAdapterFile: '', clipVisionName: '' },
        faceWorkflow,
        pictures,
      }),
  });

describe.each(NAMES)('the public endpoint %s', (name) => {
  const recipe = recipeOf(name);
  const model = PUBLIC_MODELS.get(recipe.endpoint ?? '');

  it('takes whatever people may ask for, at the price that is foreseen', () => {
    fc.assert(
      fc.property(anyRequest(recipe), ({ values }) => {
        const params = recipe.request.parse(values);
        const picture = model?.read(inputOf(recipe, params)) ?? { error: 'no such model' };
        expect(picture).not.toHaveProperty('error');
        if ('error' in picture) return;
        expect(recipe.price?.(params)).toBeCloseTo(model?.price(picture) ?? Number.NaN, 7);
      }),
    );
  });

  it('looks its pictures over where it can, and takes none', () => {
    const input = inputOf(recipe, recipe.request.parse({ prompt: 'hills' }));
    expect(JSON.stringify(input)).not.toMatch(/enable_safety_checker":false|disable_safety/);
    expect(valueOptions(recipe.options)).toHaveLength(Object.keys(recipe.options).length);
  });
});

it('those that are shipped are those that are played', () => {
  const endpoints = NAMES.map((name) => recipeOf(name).endpoint);
  expect(endpoints.toSorted()).toEqual([...PUBLIC_MODELS.keys()].toSorted());
});

describe('a manifest for a public endpoint', () => {
  const prompt = { type: 'prompt', key: 'prompt' };
  const whole = { ...manifestOf('flux-schnell'), nodes: [prompt] };

  it.each<[string, object]>([
    ['says no endpoint', { ...whole, endpoint: undefined }],
    ['says no price', { ...whole, price: undefined }],
    ['it sets no width and height', { ...whole, input: {} }],
    ['width or height may be no number', { ...whole, input: { width: '1024', height: 1024 } }],
    [
      'width or height may be no number',
      {
        ...whole,
        nodes: [
          prompt,
          { type: 'choice', name: 'wide', key: 'width', choices: ['1px', '2px'], default: '1px' },
        ],
      },
    ],
    [
      'switches the safety checker off',
      { ...whole, price: { per_picture: 1 }, input: { enable_safety_checker: false } },
    ],
    ['is sent no pictures', { ...whole, nodes: [prompt, { type: 'image', key: 'image' }] }],
    [
      'cannot choose whether pictures are looked over',
      {
        ...whole,
        nodes: [prompt, { type: 'boolean', name: 'checked', key: 'enable_safety_checker' }],
      },
    ],
  ])('has a problem where it %s', (says, manifest) => {
    const made = read('mine', JSON.parse(JSON.stringify(manifest)));
    const problems = 'problems' in made ? made.problems.map(problemLine) : [];
    expect(problems).toEqual([expect.stringContaining(says)]);
  });

  it('may name any price for a picture, and count its pictures', () => {
    const manifest = {
      ...whole,
      price: { per_picture: 0.01 },
      nodes: [prompt, { type: 'count', key: 'num_images' }],
    };
    const made = read('mine', manifest);
    const recipe = 'recipe' in made ? made.recipe : undefined;
    expect(recipe?.price?.({ prompt: 'hills', count: 3 })).toBeCloseTo(0.03, 9);
  });

  it('costs as many pictures as it asks for, whatever they are called in it', () => {
    const price = { per_picture: 0.01 };
    const priceOf = (manifest: object, params: Params) => {
      const made = read('mine', manifest);
      return 'recipe' in made ? made.recipe.price?.(params) : made.problems;
    };
    const fixed = { ...whole, price, input: { num_images: 4 } };
    expect(priceOf(fixed, { prompt: 'hills' })).toBeCloseTo(0.04, 9);
    const many = { type: 'integer', name: 'many', key: 'num_images', min: 1, max: 8 };
    const free = { ...whole, price, nodes: [prompt, many] };
    expect(priceOf(free, { prompt: 'hills', many: 8 })).toBeCloseTo(0.08, 9);
  });
});
