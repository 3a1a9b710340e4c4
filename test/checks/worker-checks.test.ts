import { describe, expect, it, onTestFinished } from 'vitest';
import { needsByEndpoint, workerChecks } from '../../src/checks/worker-checks.ts';
import type { Config } from '../../src/config/config.ts';
import { face } from '../../src/recipes/face.ts';
import { text } from '../../src/recipes/text.ts';
import { defineRecipe, type Recipe } from '../../src/recipes/recipe.ts';
import type { WorkerKind } from '../../src/workers/worker-kinds.ts';
import { RunPodClient } from '../../src/runpod/client.ts';
import {
  RunPodSandbox,
  type RunPodSandboxOptions,
} from '../../packages/stand-ins/runpod/runpod-sandbox.ts';
import { ManualClock } from '../support/manual-clock.ts';

const MODELS = {
  checkpoints: {
    main: 'lustifySDXLNSFW_ggwpV7.safetensors',
    general: 'sd_xl_base_1.0.safetensors',
  },
  ipAdapterFile: 'ip-adapter-faceid_sdxl.bin',
  clipVisionName: 'CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors',
};

const flux = (worker?: WorkerKind) =>
  defineRecipe({
    name: 'workflow:flux',
    command: 'flux',
    rating: 'general',
    endpoint: 'flux-endpoint',
    ...(worker !== undefined && { worker }),
    options: {},
    models: [],
    work: () => 1,
    graph: () => ({ '1': { class_type: 'UNETLoader', inputs: { unet_name: 'flux.safetensors' } } }),
  });

async function open(options: RunPodSandboxOptions = {}) {
  const clock = new ManualClock();
  const runpod = await RunPodSandbox.start({ clock, ...options });
  onTestFinished(() => runpod.close());
  const { apiUrl, apiKey, endpointId } = runpod;
  const interrupted = new AbortController();
  const look = async (
    recipes: readonly Recipe[],
    {
      kind = 'contract',
      faces = true,
      models = MODELS,
    }: { kind?: WorkerKind; faces?: boolean; models?: Config['models'] } = {},
  ) => {
    const endpoints = needsByEndpoint(recipes, {
      worker: { kind, faceWorkflow: 'faceid' },
      runpod: { endpointId },
      models,
      faces,
    });
    const said: string[] = [];
    for await (const { verdict, about, says, next = '' } of workerChecks(endpoints, {
      runpod: new RunPodClient({ apiUrl, apiKey, clock }),
      clock,
      pollIntervalMs: 1_000,
      jobTimeoutMs: 60_000,
      signal: interrupted.signal,
    })) {
      said.push(`${verdict}: ${about}: ${says} ${next}`.trim());
    }
    return said;
  };
  return { clock, runpod, look, interrupted };
}

describe('what the doctor says of what a worker has', () => {
  it('is one line where nothing is missing, and costs one job', async () => {
    const { runpod, look } = await open();
    expect(await look([text, face])).toEqual([
      'fine: What sandbox-endpoint has: everything needed for the recipe text, the recipe face.',
    ]);
    expect(runpod.jobs.map(({ input }) => input)).toEqual([{ describe: true }]);
  });

  it('is a line for each workflow that lacks something, with all of it', async () => {
    const without = ['sd_xl_base_1.0.safetensors', 'IPAdapterInsightFaceLoader'];
    const { look } = await open({ installation: { without } });
    const next = 'Install it in the worker, or choose one that it has: docs/workers.md.';
    expect(await look([text, face])).toEqual([
      `wrong: What sandbox-endpoint has: the recipe text lacks checkpoints/sd_xl_base_1.0.safetensors. ${next}`,
      `wrong: What sandbox-endpoint has: the recipe face lacks checkpoints/sd_xl_base_1.0.safetensors, the node class IPAdapterInsightFaceLoader. ${next}`,
    ]);
  });

  it('asks for one of several files where one will do', async () => {
    const bigG = MODELS.clipVisionName;
    const vitH = 'CLIP-ViT-H-14-laion2B-s32B-b79K.safetensors';
    const one = await open({ installation: { without: [bigG] } });
    expect(await one.look([face])).toEqual([expect.stringMatching(/^fine/)]);
    const none = await open({ installation: { without: [bigG, vitH] } });
    expect((await none.look([face])).join()).toContain(
      `lacks clip_vision/${vitH} or clip_vision/${bigG}.`,
    );
  });

  it('leaves out what the settings switch off', async () => {
    const { look } = await open({ installation: { without: ['IPAdapterModelLoader'] } });
    expect(await look([text, face], { faces: false })).toEqual([
      'fine: What sandbox-endpoint has: everything needed for the recipe text.',
    ]);
  });

  it('goes by the endpoint that a workflow names', async () => {
    const { look } = await open();
    expect(await look([text, flux()])).toEqual([
      expect.stringContaining('What sandbox-endpoint has: everything needed for the recipe text.'),
      expect.stringMatching(
        /^wrong: What flux-endpoint has: it cannot be queried: .* answered 404\.$/,
      ),
    ]);
  });

  it("is that it cannot be asked where it is RunPod's", async () => {
    const { runpod, look } = await open({ worker: 'worker-comfyui' });
    expect(await look([text, flux('runpod-public')], { kind: 'worker-comfyui' })).toEqual([
      'note: What sandbox-endpoint has: worker-comfyui cannot list what it has, so nothing is known of what the recipe text may lack. npm run workflow -- run DIR --prompt … makes one picture by a workflow.',
    ]);
    expect(runpod.submissions()).toBe(0);
  });

  it("is said once for all endpoints that have RunPod's", async () => {
    const { look } = await open({ worker: 'worker-comfyui' });
    const others = ['a', 'b'].map((name) => ({
      ...flux('worker-comfyui'),
      name: `workflow:${name}`,
      command: name,
      endpoint: `endpoint-${name}`,
    }));
    expect(await look([text, ...others], { kind: 'worker-comfyui' })).toEqual([
      expect.stringMatching(
        /^note: What sandbox-endpoint, endpoint-a, endpoint-b have: .* of what the recipe text, \/a, \/b may lack\./,
      ),
    ]);
  });

  it('is a line for each workflow at an endpoint of its own, whatever the checkpoints are', async () => {
    const { look } = await open({ otherEndpointIds: ['flux-endpoint'] });
    const lacking = defineRecipe({
      ...flux(),
      name: 'workflow:ink',
      command: 'ink',
      options: {
        image: { kind: 'picture', person: true, required: true, use: 'image', maxSide: 2_048 },
      },
      graph: () => ({ '1': { class_type: 'Ink', inputs: {} } }),
    });
    const { checkpoints } = MODELS;
    const models = { ...MODELS, checkpoints: { ...checkpoints, general: undefined } };
    expect(await look([flux(), lacking], { models })).toEqual([
      expect.stringMatching(/^wrong: What flux-endpoint has: \/flux lacks diffusion_models\/flux/),
      expect.stringMatching(/^wrong: What flux-endpoint has: \/ink lacks the node class Ink\./),
    ]);
  });

  it('is what an older worker said instead', async () => {
    const { look } = await open({ naive: true });
    expect(await look([text])).toEqual([
      expect.stringMatching(/^note: .*it answered: .+ A worker built from the current worker/),
    ]);
  });

  it('is that it took too long, and its job is cancelled', async () => {
    const { clock, runpod, look } = await open({ workers: 0 });
    const said = look([text]);
    await expect.poll(() => runpod.jobs.length).toBe(1);
    const over = said.then(() => true);
    const later = () => clock.advance(1_000).then(() => false);
    while (!(await Promise.race([over, later()])));
    expect(await said).toEqual([expect.stringMatching(/did not answer within 60 s/)]);
    expect(runpod.jobs[0]?.status).toBe('CANCELLED');
  });

  it('is no longer waited for after an interrupt, and its job is cancelled', async () => {
    const { runpod, look, interrupted } = await open({ workers: 0 });
    const said = look([text]);
    await expect.poll(() => runpod.jobs.length).toBe(1);
    interrupted.abort(new Error('ended by SIGINT'));
    await expect(said).rejects.toThrow('ended by SIGINT');
    expect(runpod.jobs[0]?.status).toBe('CANCELLED');
  });
});
