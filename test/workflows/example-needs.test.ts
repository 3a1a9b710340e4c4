import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { allNeeds, recipeNeeds } from '../../src/workers/needs.ts';
import type { Recipe } from '../../src/recipes/recipe.ts';
import { builtInRecipes } from '../../src/recipes/built-in.ts';
import { readCoreNodes } from '../../src/workflows/read-workflows.ts';
import { workflowRecipe } from '../../src/workflows/workflow-recipe.ts';
import { codeIn } from '../docs/markdown.ts';

const FOLDER = new URL('../../workflows.example/', import.meta.url);
const names = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const table = readCoreNodes();
const models = { checkpoint: 'c.safetensors', ipAdapterFile: 'i.bin', clipVisionName: 'v.bin' };

function recipeOf(name: string): Recipe {
  const json = (file: string): unknown =>
    JSON.parse(readFileSync(new URL(`${name}/${file}`, FOLDER), 'utf8'));
  const files = { name, manifest: json('manifest.json'), graph: json('graph.json') };
  const read = workflowRecipe(files, table);
  if (!('recipe' in read)) throw new Error(JSON.stringify(read.problems));
  return read.recipe;
}

it.each(names)('the example %s needs the model files that its README names', (name) => {
  const readme = readFileSync(new URL(`${name}/README.md`, FOLDER), 'utf8');
  const needs = recipeNeeds(recipeOf(name), { models, faceWorkflow: 'face-reference' });
  const needed = needs.models.map(({ folder, files: [file = ''] }) => `${folder}/${file}`);
  // A folder may stand there under its older name as well.
  const rows = [...readme.matchAll(/^\| (`\w+`.*?) \| (.+) \|$/gm)];
  const named = rows.flatMap(([, folders = '', files = '']) =>
    codeIn(files).map((file) => codeIn(folders).map((folder) => `${folder}/${file}`)),
  );
  expect(needed.length).toBeGreaterThan(0);
  expect(named).toHaveLength(needed.length);
  for (const file of needed) expect(named.flat()).toContain(file);
});

it("the image of the worker has to have every node class that the bot's commands and the examples need", () => {
  const recipes = [...builtInRecipes.values(), ...names.map(recipeOf)];
  const ways = ['face-reference', 'faceid', 'plus-face'] as const;
  const needs = recipes.flatMap((recipe) =>
    ways.map((faceWorkflow) => recipeNeeds(recipe, { models, faceWorkflow })),
  );
  const listed = readFileSync(new URL('../../worker/needed_nodes.txt', import.meta.url), 'utf8');
  expect(listed.trim().split('\n')).toEqual(allNeeds(needs).nodes);
});
