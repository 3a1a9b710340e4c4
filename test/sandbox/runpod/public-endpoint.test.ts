import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { SandboxJob } from '../../../packages/stand-ins/runpod/job.ts';
import { start } from './setup.ts';

const SCHNELL = 'black-forest-labs-flux-1-schnell';
const DEV = 'black-forest-labs-flux-1-dev';
const Z_IMAGE = 'z-image-turbo';

interface Output {
  readonly image_url: string;
  readonly cost: number;
}

/** RunPod's public endpoints, and what each makes of an input. */
async function publicEndpoints() {
  const { sandbox, call } = await start({ worker: 'runpod-public', stepMs: 0 });
  const made = async (endpoint: string, input: object): Promise<SandboxJob> => {
    const before = sandbox.submissions();
    await call('POST', `${endpoint}/run`, { input });
    const job = sandbox.jobs[before];
    if (!job) throw new Error('not accepted');
    return sandbox.waitFor(({ id, endedAt }) => id === job.id && endedAt !== undefined);
  };
  return { sandbox, call, made };
}

describe("RunPod's public endpoints, played", () => {
  it.each([
    [SCHNELL, { prompt: 'hills', width: 256, height: 512 }, 'jpeg', 256, 0.00031457],
    [
      DEV,
      { prompt: 'hills', width: 256, height: 256, image_format: 'png' },
      'png',
      256,
      0.00131072,
    ],
    [Z_IMAGE, { prompt: 'hills', size: '512*512' }, 'png', 512, 0.005],
  ])('%s draws %j, and says where it lies and what it cost', async (endpoint, input, ...says) => {
    const { sandbox, made } = await publicEndpoints();
    const { status, output } = await made(endpoint, input);
    const { image_url, cost } = output as Output;
    expect(new URL(image_url).origin).toBe(sandbox.http.url);
    const response = await fetch(image_url);
    const { format, width } = await sharp(await response.arrayBuffer()).metadata();
    expect([format, width, cost]).toEqual(says);
    expect([status, response.headers.get('content-type')]).toEqual([
      'COMPLETED',
      `image/${format}`,
    ]);
  });

  it.each([
    [SCHNELL, {}, 'prompt'],
    [SCHNELL, { prompt: 'hills', width: 1000 }, 'width'],
    [SCHNELL, { prompt: 'hills', width: 1600 }, 'width'],
    [SCHNELL, { prompt: 'hills', num_inference_steps: 9 }, 'num_inference_steps'],
    [DEV, { prompt: 'hills', num_inference_steps: 51 }, 'num_inference_steps'],
    [DEV, { prompt: 'hills', guidance: 11 }, 'guidance'],
    [Z_IMAGE, { prompt: 'hills', size: '640*640' }, 'size'],
    [Z_IMAGE, { prompt: 'hills', seed: 1.5 }, 'seed'],
  ])('%s refuses %j, and names %s', async (endpoint, input, name) => {
    const { made } = await publicEndpoints();
    const { status, error, output } = await made(endpoint, input);
    expect([status, output]).toEqual(['FAILED', undefined]);
    expect(error).toMatch(new RegExp(`^Invalid parameter: ${name} `));
  });

  it('know no other endpoint, and tell of no health', async () => {
    const { call } = await publicEndpoints();
    const input = { prompt: 'hills' };
    expect((await call('POST', 'sandbox-endpoint/run', { input })).status).toBe(404);
    expect((await call('GET', `${SCHNELL}/health`)).status).toBe(403);
  });
});
