import { expect, it, onTestFinished } from 'vitest';
import { lineOf } from '../../src/checks/finding.ts';
import { readOptions } from '../../src/checks/doctor-options.ts';
import { UsageError } from '../../src/command-line/program.ts';
import { scaleCheck } from '../../src/checks/endpoint-checks.ts';
import { EndpointSettings } from '../../src/runpod/endpoint-settings.ts';
import { RunPodSandbox } from '../../packages/stand-ins/runpod/runpod-sandbox.ts';

/** The sandbox, and what the doctor says of its workers. */
async function open() {
  const runpod = await RunPodSandbox.start();
  onTestFinished(() => runpod.close());
  const { restUrl, endpointId } = runpod;
  const check = async ({ mend = false, apiKey = runpod.apiKey } = {}) => {
    const settings = new EndpointSettings({ restUrl, apiKey });
    const { signal } = new AbortController();
    const result = await scaleCheck(settings, { endpointId, mend, signal });
    return lineOf({ about: 'RunPod', ...result });
  };
  return { runpod, check };
}

it('says how many workers the endpoint may have', async () => {
  const { check } = await open();
  expect(await check()).toBe('✓ RunPod: it may have up to 3 workers.\n');
});

it('names the endpoint that RunPod has scaled to nothing, and changes nothing by itself', async () => {
  const { runpod, check } = await open();
  runpod.scale.toNothing();
  const said = await check();
  expect(said).toMatch(/^✗ RunPod: it has set max workers of sandbox-endpoint to 0/);
  expect(said).toContain('npm run doctor -- --mend');
  expect(runpod.scale.maxWorkers).toBe(0);
});

it('raises them again where it is to mend that, and leaves any other endpoint alone', async () => {
  const { runpod, check } = await open();
  runpod.scale.toNothing();
  expect(await check({ mend: true })).toBe(
    '✓ RunPod: the max workers of sandbox-endpoint were raised from 0 to 3.\n',
  );
  expect(runpod.scale.maxWorkers).toBe(3);
  await check({ mend: true });
  expect(runpod.http.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
});

it('says that the key may not, and where to look', async () => {
  const { runpod, check } = await open();
  const { strangerKey } = runpod;
  expect(await check({ apiKey: strangerKey })).toMatch(/^· RunPod: the key may not read how many/);
  expect(await check({ apiKey: strangerKey, mend: true })).toMatch(
    /^✗ RunPod: the key may not read or change.*\n {4}Raise Max workers on the endpoint's page/,
  );
});

it('says that RunPod did not answer', async () => {
  const { runpod, check } = await open();
  const fault = { path: /serverless/, times: 9, answer: { status: 422 } };
  runpod.http.fault(fault);
  expect(await check()).toMatch(/^· RunPod: RunPod did not say how many/);
  expect(await check({ mend: true })).toMatch(/^✗ RunPod: GET .*answered 422/);
});

it('is asked to mend by a word of its own', () => {
  expect([readOptions([]).mend, readOptions(['--mend']).mend]).toEqual([false, true]);
  expect(() => readOptions(['--mend=3'])).toThrow(UsageError);
});
