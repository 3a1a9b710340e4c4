import { describe, expect, it } from 'vitest';
import { builtInRecipes } from '../../src/recipes/built-in.ts';
import { readCoreNodes, readWorkflows } from '../../src/workflows/read-workflows.ts';
import { problemLine } from '../../src/workflows/problem.ts';
import { INK_MANIFEST, writeWorkflow } from '../support/ink-workflow.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** What is read of two workflows at endpoints of their own, and what is said of the second. */
function both(first: object, second: object) {
  const folder = tempFolder();
  writeWorkflow(folder, 'chalk', { manifest: { ...INK_MANIFEST, endpoint: 'mine', ...first } });
  writeWorkflow(folder, 'ink', { manifest: { ...INK_MANIFEST, endpoint: 'mine', ...second } });
  const around = { readTable: readCoreNodes, commands: [], builtIn: [...builtInRecipes.values()] };
  const { recipes, broken } = readWorkflows(folder, around);
  return {
    names: recipes.map(({ command }) => command),
    problems: broken.flatMap(({ problems }) => problems.map(problemLine)),
  };
}

describe('an endpoint that two workflows name', () => {
  it('has one kind of worker: the second that says another is left out', () => {
    expect(both({ worker: 'contract' }, { worker: 'worker-comfyui' })).toEqual({
      names: ['chalk'],
      problems: [
        'manifest.json, worker: is worker-comfyui at the endpoint mine, and /chalk says that contract is there: write the same worker in both, or name another endpoint',
      ],
    });
  });

  it.each([
    ['the same kind', { worker: 'contract' }, { worker: 'contract' }],
    ["the bot's own kind, which may be the same", {}, { worker: 'worker-comfyui' }],
    [
      'another kind, elsewhere',
      { worker: 'contract' },
      { worker: 'worker-comfyui', endpoint: 'x' },
    ],
  ])('is theirs where the second says %s', (_, first, second) => {
    expect(both(first, second)).toEqual({ names: ['chalk', 'ink'], problems: [] });
  });
});
