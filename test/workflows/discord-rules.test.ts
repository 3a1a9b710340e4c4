import { ApplicationCommandUpdateRequestSchema } from 'discord-api-spec/zod';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCommandRules } from '../../packages/stand-ins/discord/command-rules.ts';
import { FormErrors } from '../../packages/stand-ins/discord/discord-error.ts';
import type { Recipe } from '../../src/recipes/recipe.ts';
import { recipeDefinition } from '../../src/recipes/command-definition.ts';
import { loadWorkflows } from '../../src/bot/open-workflows.ts';
import { commandProblems } from '../../src/workflows/discord-rules.ts';
import { readCoreNodes } from '../../src/workflows/read-workflows.ts';
import { workflowRecipe } from '../../src/workflows/workflow-recipe.ts';
import { say } from '../../src/say/say.ts';
import { INK_GRAPH, INK_MANIFEST } from '../support/ink-workflow.ts';

const table = readCoreNodes();
/** A node of a class of which nothing is known takes whatever a manifest says. */
const graph = {
  ...INK_GRAPH,
  '60': { class_type: 'MyNode', inputs: { images: ['7', 0], word: 'x', number: 1.5, yes: true } },
};

/** What Discord would have against a recipe's command, by its published schema and its documentation. */
function refusals(recipe: Recipe): readonly string[] {
  const definition = recipeDefinition(recipe, say());
  const sent: unknown = JSON.parse(JSON.stringify(definition));
  const errors = new FormErrors();
  checkCommandRules(definition, [], errors);
  const schema = ApplicationCommandUpdateRequestSchema.safeParse(sent).error?.issues ?? [];
  const texts = definition.options.flatMap((option) => [
    option.description,
    ...('choices' in option ? (option.choices ?? []) : []).flatMap(({ name, value }) => [
      name,
      ...(typeof value === 'string' ? [value] : []),
    ]),
  ]);
  const long = texts.filter((text) => text.trim() === '' || Array.from(text).length > 100);
  const bounds = definition.options.flatMap((option) => [
    ...('min_value' in option ? [option.min_value ?? 0] : []),
    ...('max_value' in option ? [option.max_value ?? 0] : []),
  ]);
  const wide = bounds.filter((bound) => !(Math.abs(bound) <= 2 ** 53));
  return [
    ...schema.map(({ message, path }) => `${path.join('.')}: ${message}`),
    ...long.map((text) => `text: ${JSON.stringify(text)}`),
    ...wide.map((bound) => `bound: ${bound}`),
    ...(definition.description.trim() === '' ? ['description'] : []),
    ...thrown(() => {
      errors.throwIfAny();
    }),
  ];
}

function thrown(act: () => void): readonly string[] {
  try {
    act();
    return [];
  } catch (error) {
    return [JSON.stringify(error)];
  }
}

/** Words of any length that Discord may or may not take. */
const words = fc.oneof(
  fc.constantFrom('', ' ', '\n', 'x'.repeat(101), 'x'.repeat(95), 'x'.repeat(100), '𝒙'.repeat(60)),
  fc.string({ maxLength: 8 }),
);
const name = fc.constantFrom('style', 'a-b', 'A', 'x'.repeat(33), 'größe', '', 'é', "it's");
const bound = fc.constantFrom(-1e300, -(2 ** 53), -1, 0, 1, 5, 2 ** 53, 2 ** 53 + 2, 1e300);
const choice = fc.oneof(words, fc.record({ name: words, value: fc.oneof(words, fc.integer()) }));
const optional = { description: words };

const entry = fc.oneof(
  fc.record(
    {
      type: fc.constantFrom('choice', 'lora', 'sampler'),
      name,
      key: fc.constant('word'),
      node_ids: fc.constant(['60']),
      choices: fc.array(choice, { minLength: 1, maxLength: 3 }),
      ...optional,
    },
    { requiredKeys: ['type', 'name', 'key', 'node_ids', 'choices'] },
  ),
  fc.record(
    {
      type: fc.constantFrom('number', 'integer', 'strength'),
      name,
      key: fc.constant('number'),
      node_ids: fc.constant(['60']),
      min: bound,
      max: bound,
      default: bound,
      ...optional,
    },
    { requiredKeys: ['type', 'name', 'key', 'node_ids'] },
  ),
  fc.record({
    type: fc.constant('aspect_ratio'),
    node_ids: fc.constant(['5']),
    sizes: fc.dictionary(words, fc.constant([1024, 1024]), { minKeys: 1, maxKeys: 3 }),
  }),
  fc.record(
    {
      type: fc.constant('text'),
      name,
      key: fc.constant('word'),
      node_ids: fc.constant(['60']),
      max_length: fc.constantFrom(0, 1, 100, 6_000, 6_001),
      ...optional,
    },
    { requiredKeys: ['type', 'name', 'key', 'node_ids'] },
  ),
);
const manifest = fc.record({
  title: words,
  description: words,
  rating: fc.constantFrom('general', 'adult'),
  nodes: fc.array(entry, { minLength: 1, maxLength: 2 }),
  outputs: fc.constant(['8']),
});

describe('a command that is taken from a folder', () => {
  it('is one that Discord takes, whatever its manifest says', () => {
    let taken = 0;
    fc.assert(
      fc.property(manifest, (random) => {
        const read = workflowRecipe({ name: 'ink', manifest: random, graph }, table);
        if ('problems' in read || commandProblems(read.recipe).length > 0) return;
        taken++;
        expect(refusals(read.recipe)).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
    expect(taken).toBeGreaterThan(20);
  });

  it.each(['workflows.example', 'public-endpoints'])('is one where it comes from %s', (folder) => {
    const isPublic = folder === 'public-endpoints';
    const { recipes } = loadWorkflows({
      workflows: {
        folder: isPublic ? 'none' : folder,
        featured: undefined,
        publicEndpoints: isPublic,
      },
    });
    expect(recipes.length).toBeGreaterThan(0);
    expect(recipes.flatMap(refusals)).toEqual([]);
  });
});

const LONG = 'x'.repeat(95);

describe('what Discord would refuse is named by its entry', () => {
  it.each<readonly [string, object, string]>([
    [
      'a size whose choice is too long with its pixels',
      { type: 'aspect_ratio', node_ids: ['5'], sizes: { [LONG]: [1024, 1024] } },
      `manifest.json nodes[1] (aspect_ratio): its choice ${'x'.repeat(40)}… has more than the 100 characters that Discord takes: shorten it`,
    ],
    [
      'a choice without a name',
      {
        type: 'choice',
        name: 'style',
        key: 'word',
        node_ids: ['60'],
        choices: [{ name: ' ', value: 'x' }],
      },
      'manifest.json nodes[1] (choice).choices[0].name: is empty: fill it in, or leave it out where it may be',
    ],
    [
      'a choice without a value',
      {
        type: 'choice',
        name: 'style',
        key: 'word',
        node_ids: ['60'],
        choices: [{ name: 'None', value: '' }, 'x'],
      },
      'manifest.json nodes[1] (choice): its choice None has an empty value, which Discord does not take: give it another, or take it out',
    ],
    [
      'a range that is too wide',
      { type: 'number', name: 'much', key: 'number', node_ids: ['60'], min: -1e300, max: 1e300 },
      'manifest.json nodes[1] (number): goes from -1e+300 to 1e+300, and Discord takes -9007199254740991 to 9007199254740991: narrow min and max',
    ],
    [
      'a description that is blank',
      { type: 'steps', node_ids: ['6'], description: ' ' },
      'manifest.json nodes[1] (steps).description: is empty: fill it in, or leave it out where it may be',
    ],
  ])('%s', (_, wrong, line) => {
    const nodes = [{ type: 'prompt', node_ids: ['57:8'] }, wrong];
    const read = workflowRecipe(
      { name: 'ink', manifest: { ...INK_MANIFEST, nodes }, graph },
      table,
    );
    const problems = 'problems' in read ? read.problems : [];
    expect(problems.map(({ file, place, says }) => `${file} ${place}: ${says}`)).toEqual([line]);
  });
});
