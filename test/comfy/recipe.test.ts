import { describe, expect, it } from 'vitest';
import type { OptionTable } from '../../src/recipes/option.ts';
import { defineRecipe, type Rating } from '../../src/recipes/recipe.ts';
import { builtInRecipes } from '../../src/recipes/built-in.ts';
import { settingsProblem } from '../../src/recipes/settings.ts';
import { optionDefinitions } from '../../src/recipes/command-definition.ts';
import { checkCommandRules } from '../../packages/stand-ins/discord/command-rules.ts';
import { FormErrors } from '../../packages/stand-ins/discord/discord-error.ts';
import { say } from '../../src/say/say.ts';
import { sketch, SKETCH_OPTIONS } from '../support/sketch.ts';
const models = { checkpoint: 'ink.safetensors', ipAdapterFile: 'i', clipVisionName: 'v' };

describe('a recipe of one file', () => {
  it('is offered as Discord takes it', () => {
    const options = optionDefinitions(SKETCH_OPTIONS, say());
    expect(options.map(({ name }) => name)).toEqual([
      'prompt',
      'start',
      'ink_style',
      'strength',
      'steps',
      'seed',
    ]);
    expect(options[2]).toMatchObject({
      description: 'How it is inked',
      choices: [
        { name: 'brush', value: 'brush' },
        { name: 'pen', value: 'pen' },
      ],
    });
    const errors = new FormErrors();
    checkCommandRules({ name: 'sketch', description: 'Ink it', options }, [0], errors);
    expect(() => {
      errors.throwIfAny();
    }).not.toThrow();
  });

  it('says what it needs of a worker', () => {
    const parts = { models, faceWorkflow: 'face-reference', pictures: {} } as const;
    const params = sketch.request.parse({ prompt: 'a fox' });
    const nodes = Object.values(sketch.graph(params, parts));
    expect(nodes.map((node) => node.class_type)).toEqual([
      'CheckpointLoaderSimple',
      'LoadImage',
      'InkSketch',
    ]);
    expect(sketch.models).toEqual(['checkpoint']);
  });

  it('checks ranges where people ask', () => {
    const { error } = sketch.request.safeParse({ prompt: 'a fox', steps: 10 });
    expect(error && settingsProblem(SKETCH_OPTIONS, error)).toEqual({
      option: 'steps',
      problem: 'whole_number',
      min: 1,
      max: 9,
    });
  });
});

describe('the words of a recipe', () => {
  const words = { kind: 'text', min: 0, max: 9, default: '' } as const;
  const lora = { kind: 'choice', names: ['a.safetensors'], default: 'a.safetensors' } as const;
  const made = (options: OptionTable) =>
    defineRecipe({ name: 'odd', options, models: [], work: () => 1, graph: () => ({}) });

  it('are all that is asked for, whatever the options are called', () => {
    const odd = made({ prompt: words, caption: words, negativePrompt: words });
    expect(odd.words({ prompt: 'a fox', caption: 'by a lake', negativePrompt: 'snow' })).toEqual([
      'a fox',
      'by a lake',
    ]);
  });

  it('are none where nothing was filled in', () => {
    expect(made({ prompt: words, caption: words }).words({ prompt: '', caption: '' })).toEqual([]);
  });

  it('are the names of files that a person may choose freely too, and of no others', () => {
    const odd = made({ lora, style: { ...lora, anyOf: 'loras' } });
    expect(odd.words({ lora: 'a.safetensors', style: 'ink/old_town-v2.safetensors' })).toEqual([
      'ink old town v2 safetensors',
    ]);
  });
});

describe('a recipe with a picture', () => {
  const made = (person: boolean, rating?: Rating) => () =>
    defineRecipe({
      name: 'odd',
      options: {
        start: { kind: 'picture', person, required: true, use: 'image', maxSide: 2048 },
      },
      models: [],
      work: () => 1,
      graph: () => ({}),
      ...(rating && { rating }),
    });

  it('of somebody is none whose models are adult-rated', () => {
    expect(made(true, 'adult')).toThrow(/takes pictures of people/);
    expect(made(true, 'general')).not.toThrow();
  });

  it('of nobody may have such models', () => {
    expect(made(false, 'adult')).not.toThrow();
  });
});

describe('stored params', () => {
  it.each([
    [
      'of the first version',
      { prompt: 'x', weight: 0.2, inkStyle: 1 },
      1,
      { strength: 0.2, inkStyle: 'brush' },
    ],
    [
      'of the second version',
      { prompt: 'x', strength: 0.3, inkStyle: 2 },
      2,
      { strength: 0.3, inkStyle: 'pen' },
    ],
    ['with what is unknown, which is kept', { prompt: 'x', mood: 'blue' }, 3, { mood: 'blue' }],
    ['without what they meant otherwise', { prompt: 'x' }, 3, { strength: 1, steps: 4 }],
    ['out of the ranges of today', { prompt: '', steps: 900 }, 3, { prompt: '', steps: 900 }],
  ])('are read %s', (_, params, version, expected) => {
    expect(sketch.read(params, version)).toMatchObject(expected);
  });

  it.each([
    ['of no version', { prompt: 'x' }, 0],
    ['of a version to come', { prompt: 'x' }, 4],
    ['of half a version', { prompt: 'x' }, 1.5],
    ['that are no params', 'x', 3],
    ['of another kind', { prompt: 7 }, 3],
  ])('are not read %s', (_, params, version) => {
    expect(sketch.read(params, version)).toBeUndefined();
  });
});

describe('what a recipe asks of the others', () => {
  it.each([
    ['text', false],
    ['face', true],
  ])('%s: a picture of somebody: %s', (name, person) => {
    expect(builtInRecipes.get(name)?.person).toBe(person);
  });
});
