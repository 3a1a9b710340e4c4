import { describe, expect, it } from 'vitest';
import { loadWorkflows } from '../../src/bot/open-workflows.ts';
import { problemLine } from '../../src/workflows/problem.ts';
import { INK_MANIFEST, writeWorkflow } from '../support/ink-workflow.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** What becomes of a workflow of ComfyUI's beside RunPod's public endpoints. */
function besidePublic(parts: object) {
  const folder = tempFolder();
  writeWorkflow(folder, 'ink', { manifest: { ...INK_MANIFEST, ...parts } });
  const workflows = { folder, featured: 'flux-schnell', publicEndpoints: true };
  const { recipes, broken } = loadWorkflows({ workflows });
  const problems = broken.flatMap((one) => one.problems.map(problemLine));
  return { isThere: recipes.some(({ command }) => command === 'ink'), problems };
}

describe("a workflow of another kind of worker than the bot's own", () => {
  const own = {
    worker: { kind: 'contract', faceWorkflow: 'plus-face' },
    runpod: { endpointId: 'own', apiUrl: '', restUrl: '', apiKey: '' },
  } as const;

  function besideOwn(parts: object) {
    const folder = tempFolder();
    writeWorkflow(folder, 'ink', { manifest: { ...INK_MANIFEST, ...parts } });
    const workflows = { folder, featured: undefined, publicEndpoints: false };
    const { recipes, broken } = loadWorkflows({ workflows, ...own });
    return { made: recipes.length, problems: broken.flatMap((one) => one.problems) };
  }

  it.each([{}, { endpoint: 'own' }])(
    "is left out where it is the bot's own endpoint's: %j",
    (at) => {
      const { made, problems } = besideOwn({ worker: 'worker-comfyui', ...at });
      expect(made).toBe(0);
      expect(problems.map(problemLine)).toEqual([
        'manifest.json, worker: is worker-comfyui, and RUNPOD_ENDPOINT_ID has WORKER=contract: name the endpoint that has it, or take this out',
      ]);
    },
  );

  it.each([
    {},
    { worker: 'contract' },
    { endpoint: 'own' },
    { worker: 'worker-comfyui', endpoint: 'other' },
  ])('is there where it is another one, or the same kind: %j', (parts) => {
    expect(besideOwn(parts)).toEqual({ made: 1, problems: [] });
  });
});

describe("a workflow beside RunPod's public endpoints", () => {
  it.each([{}, { worker: 'contract' }, { endpoint: 'mine' }])(
    'is left out where it says only %j of where it is made',
    (parts) => {
      expect(besidePublic(parts)).toEqual({
        isThere: false,
        problems: [expect.stringContaining('says no worker or no endpoint')],
      });
    },
  );

  it('is there where it names its worker and its endpoint', () => {
    const parts = { worker: 'contract', endpoint: 'mine' };
    expect(besidePublic(parts)).toEqual({ isThere: true, problems: [] });
  });
});
