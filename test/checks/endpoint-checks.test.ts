import { expect, it, onTestFinished } from 'vitest';
import { endpointChecks, endpointLabel } from '../../src/checks/endpoint-checks.ts';
import { RunPodClient } from '../../src/runpod/client.ts';
import { sketch } from '../support/sketch.ts';
import { RunPodSandbox } from '../../packages/stand-ins/runpod/runpod-sandbox.ts';

async function open() {
  const runpod = await RunPodSandbox.start();
  onTestFinished(() => runpod.close());
  const look = async (
    apiKey = runpod.apiKey,
    endpointId = runpod.endpointId,
    { queue = '', isPublic = false } = {},
  ) => {
    const clock = { now: () => 0, sleep: () => Promise.resolve() };
    const publicEndpoints = new Set(isPublic ? [endpointId] : []);
    const { apiUrl } = runpod;
    const client = new RunPodClient({ apiUrl, apiKey, clock, publicEndpoints });
    const said: string[] = [];
    const endpoint = { queue, endpointId, recipes: [sketch], isPublic };
    expect(endpointLabel(endpoint)).toBe(queue === '' ? 'RunPod' : 'RunPod (sketch)');
    const { signal } = new AbortController();
    for await (const { verdict, says, next = '' } of endpointChecks(client, endpoint, signal)) {
      said.push(`${verdict}: ${says} ${next}`.trim());
    }
    return said;
  };
  return { runpod, look };
}

it('finds nothing wrong where nothing is, and starts no job', async () => {
  const { runpod, look } = await open();
  expect(await look()).toEqual([
    'fine: the key may read the endpoint sandbox-endpoint.',
    'fine: the key may start and cancel jobs.',
    expect.stringMatching(/^fine: workers: .*; queue: 0 waiting, 0 in progress\.$/),
  ]);
  expect(runpod.submissions()).toBe(0);
});

it.each([
  ['a key that is wrong', 'wrong', undefined, /refused RUNPOD_API_KEY.*Create an API key/],
  ['a key for another endpoint', 'sandbox-stranger-key', undefined, /refused RUNPOD_API_KEY/],
  ['an endpoint that is none', undefined, 'nowhere', /does not know.*Correct RUNPOD_ENDPOINT_ID/],
])('says of %s what to do', async (_, key, endpoint, expected) => {
  const { look } = await open();
  expect(await look(key, endpoint)).toEqual([expect.stringMatching(expected)]);
});

it("says of a workflow's endpoint what is made there, and where its id is written", async () => {
  const { look } = await open();
  expect(await look(undefined, 'nowhere', { queue: 'nowhere' })).toEqual([
    expect.stringMatching(/does not know.*Correct the workflow's endpoint/),
  ]);
});

it("asks one of RunPod's public endpoints only how a job stands that there is not", async () => {
  const { runpod, look } = await open();
  expect(await look(undefined, undefined, { isPublic: true })).toEqual([
    `fine: its public endpoint ${runpod.endpointId} responds and accepts the key.`,
  ]);
  expect(runpod.http.requests.map(({ path }) => path)).toEqual([expect.stringMatching(/status/)]);
});

it('says that the key may only read', async () => {
  const { runpod, look } = await open();
  runpod.http.fault({ method: 'POST', path: /cancel/, answer: { status: 403 } });
  expect((await look())[1]).toMatch(/^wrong: the key may not start jobs\. Create an API key/);
});

it('does not blame the key for an answer that never came', async () => {
  const { runpod, look } = await open();
  runpod.http.fault({ method: 'POST', path: /cancel/, answer: 'reset' });
  expect((await look())[1]).toBe('note: RunPod did not say whether the key may start jobs.');
});

it.each([
  [{ throttled: 2 }, /^note: workers: 2 throttled.*no free GPU of the selected types/],
  [{ unhealthy: 1 }, /^wrong: workers: 1 unhealthy.*does not start/],
  [{}, /^note: workers: none up.*normal while no job/],
  [{ initializing: 1 }, /^fine: workers: 1 initializing/],
])('explains the workers %j', async (workers, expected) => {
  const { runpod, look } = await open();
  const none = { idle: 0, running: 0, ready: 0, initializing: 0, throttled: 0, unhealthy: 0 };
  runpod.showWorkers({ ...none, ...workers });
  expect((await look())[2]).toMatch(expected);
});

it('says that RunPod answers nothing of use', async () => {
  const { runpod, look } = await open();
  runpod.http.fault({ path: /health/, times: 9, answer: { status: 502, body: '<html>' } });
  expect(await look()).toEqual([expect.stringMatching(/^wrong: GET .*answered 502/)]);
});
