import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { recipeNeeds } from '../../src/comfy/recipe-needs.ts';
import { readCoreNodes } from '../../src/workflows/core-nodes.ts';
import { workflowRecipe } from '../../src/workflows/workflow-recipe.ts';
import { codeIn } from '../docs/markdown.ts';

const FOLDER = new URL('../../workflows.example/', import.meta.url);
const names = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const table = readCoreNodes();
const models = { checkpoint: 'c.safetensors', ipAdapterFile: 'i.bin', clipVisionName: 'v.bin' };

it.each(names)('the example %s needs the model files that its README names', (name) => {
  const text = (file: string) => readFileSync(new URL(`${name}/${file}`, FOLDER), 'utf8');
  const json = (file: string): unknown => JSON.parse(text(file));
  const files = { name, manifest: json('manifest.json'), graph: json('graph.json') };
  const read = workflowRecipe(files, table);
  if (!('recipe' in read)) throw new Error(JSON.stringify(read.problems));
  const needs = recipeNeeds(read.recipe, { models, faceWorkflow: 'face-reference' });
  const needed = needs.models.map(({ folder, files: [file = ''] }) => `${folder}/${file}`);
  // A folder may stand there under its older name as well.
  const rows = [...text('README.md').matchAll(/^\| (`\w+`.*?) \| (.+) \|$/gm)];
  const named = rows.flatMap(([, folders = '', files = '']) =>
    codeIn(files).map((file) => codeIn(folders).map((folder) => `${folder}/${file}`)),
  );
  expect(needed.length).toBeGreaterThan(0);
  expect(named).toHaveLength(needed.length);
  for (const file of needed) expect(named.flat()).toContain(file);
});
