import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { snakeCase } from '../recipes/option.ts';
import { GRAPH_FILE } from './api-graph.ts';
import { problemLines } from './problem.ts';
import type { Workflows } from './read-workflows.ts';
import { MANIFEST_FILE } from './reading.ts';

/**
 * Reads the workflows of these folders. Each is a workflow or contains several. `read` reads a whole folder,
 * since a workflow may lead to its neighbours.
 */
export function checkFolders(
  folders: readonly string[],
  read: (folder: string) => Workflows,
): Workflows {
  const checked = folders.map((folder) => checkFolder(folder, read));
  return {
    recipes: checked.flatMap(({ recipes }) => recipes),
    broken: checked.flatMap(({ broken }) => broken),
  };
}

function checkFolder(folder: string, read: (folder: string) => Workflows): Workflows {
  const path = resolve(folder);
  const name = basename(path);
  const broken = (says: string): Workflows => ({
    recipes: [],
    broken: [{ name: folder, problems: [{ says }] }],
  });
  if (!isFolder(path)) return broken('is no folder: name one that holds a workflow');
  if (isWorkflowFolder(path)) {
    const all = read(dirname(path));
    const recipes = all.recipes.filter(({ command }) => command === name);
    const wrong = all.broken.filter((one) => one.name === name || one.name === dirname(path));
    if (recipes.length > 0 || wrong.length > 0) return { recipes, broken: wrong };
    return broken('is passed over, as its name begins with a dot: rename it');
  }
  const inside = read(path);
  if (inside.recipes.length > 0 || inside.broken.length > 0) return inside;
  return broken('holds no workflow: npm run workflow -- add FILE.json makes one of an export');
}

/** Whether a folder is a workflow's own, rather than one that holds several. */
export function isWorkflowFolder(path: string): boolean {
  return [MANIFEST_FILE, GRAPH_FILE].some((file) => existsSync(join(path, file)));
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** One line per valid workflow, and one per problem of the others, of many only the first. */
export function checkReport({ recipes, broken }: Workflows): readonly string[] {
  const works = recipes.map(({ command = '', rating, options }) => {
    const names = Object.keys(options).map(snakeCase).join(', ') || 'no options';
    return `✓ /${command} (${rating}): ${names}`;
  });
  const wrong = broken.flatMap(({ name, problems }) =>
    problemLines(problems).map((line) => `✗ ${name}: ${line}`),
  );
  return [...works, ...wrong];
}
