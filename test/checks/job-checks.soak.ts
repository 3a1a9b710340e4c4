import { describe, expect, it, onTestFinished } from 'vitest';
import { jobCheck } from '../../src/checks/job-checks.ts';
import { trialJobs } from '../../src/checks/trial-jobs.ts';
import { type WorkerChoice, workerOf } from '../../src/workers/worker-kinds.ts';
import { download } from '../../src/images/download.ts';
import { LARGEST_RESULT_BYTES } from '../../src/jobs/storage-watch.ts';
import { RunPodClient } from '../../src/runpod/client.ts';
import {
  RunPodSandbox,
  type RunPodSandboxOptions,
} from '../../packages/stand-ins/runpod/runpod-sandbox.ts';
import { systemClock } from '../../src/engines/clock.ts';
import { portrait } from '../commands/portrait.ts';

const CONTRACT: WorkerChoice = { kind: 'contract', faceWorkflow: 'plus-face' };
const PLUS_FACE: WorkerChoice = { kind: 'worker-comfyui', faceWorkflow: 'plus-face' };
const FACE_ID: WorkerChoice = { kind: 'worker-comfyui', faceWorkflow: 'faceid' };

interface Scene {
  readonly choice: WorkerChoice;
  readonly runpod?: RunPodSandboxOptions;
  readonly face?: string;
  readonly buckets?: 'named';
  readonly jobTimeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly prepare?: (runpod: RunPodSandbox) => void;
}

/** What is found out about each job that the settings allow, and the sandbox that made them. */
async function tryOut(scene: Scene) {
  const { choice, face, jobTimeoutMs = 30_000 } = scene;
  const runpod = await RunPodSandbox.start({ worker: choice.kind, ...scene.runpod });
  onTestFinished(() => runpod.close());
  scene.prepare?.(runpod);
  const worker = workerOf(choice);
  const checkpoints = {
    main: 'lustifySDXLNSFW_ggwpV7.safetensors',
    general: 'sd_xl_base_1.0.safetensors',
  };
  const models = { checkpoints, ...worker.faceFiles };
  const statuses: string[] = [];
  const said: string[] = [];
  for (const trial of trialJobs({ models, faces: true, face })) {
    const {
      verdict,
      about,
      says,
      next = '',
    } = await jobCheck(trial, {
      runpod: new RunPodClient({ apiUrl: runpod.apiUrl, apiKey: runpod.apiKey }),
      endpointId: runpod.endpointId,
      worker,
      clock: systemClock,
      pollIntervalMs: 20,
      jobTimeoutMs,
      signal: scene.signal ?? new AbortController().signal,
      fetchPicture: (url) =>
        download(url, {
          origins: scene.buckets ? [runpod.http.url] : [],
          largestBytes: LARGEST_RESULT_BYTES,
        }),
      onStatus: (status) => statuses.push(status),
    });
    said.push(`${verdict}: ${about}: ${says} ${next}`.trim());
  }
  return { said, statuses, runpod };
}

const photo = async () => (await portrait()).toString('base64');

describe('a worker that has all it needs', () => {
  it.each([CONTRACT, PLUS_FACE, FACE_ID])('makes a picture of every kind: %o', async (choice) => {
    const { said, runpod } = await tryOut({ choice, face: await photo() });
    const made = /: PNG of 1024×1024; [\d.]+ s of GPU time after [\d.]+ s of waiting\.$/;
    expect(said).toEqual([
      expect.stringMatching(/^fine: A job \(words, in ordinary channels\)/),
      expect.stringMatching(/^fine: A job \(words, in age-restricted channels\)/),
      expect.stringMatching(/^fine: A job \(a photo of a face\)/),
    ]);
    for (const line of said) expect(line).toMatch(made);
    expect(JSON.stringify(runpod.jobs[2]?.input)).toContain('sd_xl_base_1.0.safetensors');
  });

  it('is asked for no face where no photo is given', async () => {
    expect((await tryOut({ choice: CONTRACT })).said).toHaveLength(2);
  });
});

describe('a worker with a fault', () => {
  it.each<[string, Scene, number, RegExp]>([
    [
      'the other kind',
      { choice: CONTRACT, runpod: { worker: 'worker-comfyui' } },
      0,
      /WORKER=worker-comfyui/,
    ],
    [
      'the other kind again',
      { choice: PLUS_FACE, runpod: { worker: 'contract' } },
      0,
      /set WORKER=contract/,
    ],
    [
      'a checkpoint missing',
      {
        choice: CONTRACT,
        runpod: { installation: { without: ['sd_xl_base_1.0.safetensors'] } },
      },
      0,
      /Install the file in the worker/,
    ],
    [
      'a graph for faces that it does not translate',
      { choice: CONTRACT, runpod: { naive: true, dialect: 'live' } },
      2,
      /does not translate/,
    ],
    [
      'insightface missing',
      { choice: FACE_ID, runpod: { installation: { insightface: false } } },
      2,
      /take plus-face/,
    ],
    [
      'ComfyUI_IPAdapter_plus missing',
      {
        choice: PLUS_FACE,
        runpod: { installation: { without: ['IPAdapterAdvanced', 'IPAdapterModelLoader'] } },
      },
      2,
      /Install ComfyUI_IPAdapter_plus/,
    ],
    [
      'a bucket that nobody named',
      { choice: PLUS_FACE, runpod: { bucket: true } },
      0,
      /a bucket \(127\.0\.0\.1:\d+\)\. Name that host in RESULT_HOSTS/,
    ],
  ])('with %s is told by what it says', async (_, scene, index, expected) => {
    const { said } = await tryOut({ face: await photo(), ...scene });
    expect(said[index]).toMatch(/^wrong: /);
    expect(said[index]).toMatch(expected);
  });

  it('is none where its bucket is named', async () => {
    const scene: Scene = { choice: PLUS_FACE, runpod: { bucket: true }, buckets: 'named' };
    expect((await tryOut(scene)).said[0]).toMatch(/^fine: .*PNG of 1024×1024/);
  });

  it('that takes no job is waited for until the time is up, and the job is cancelled', async () => {
    const { said, runpod } = await tryOut({
      choice: CONTRACT,
      jobTimeoutMs: 5_000,
      prepare: (sandbox) => {
        sandbox.script({ stuck: true, status: 'IN_QUEUE' });
      },
    });
    expect(said[0]).toMatch(/^wrong: .* it did not finish within 5 s; it was cancelled/);
    expect(runpod.jobs[0]?.cancelRequested).toBe(true);
  });
});

it('a job whose status cannot be learnt is cancelled at RunPod', async () => {
  const { said, runpod } = await tryOut({
    choice: CONTRACT,
    prepare: (sandbox) => {
      sandbox.script({ stuck: true });
      sandbox.http.fault({ path: /status/, times: 3, answer: { status: 500 } });
    },
  });
  expect(said[0]).toMatch(/^wrong: .*answered 500/);
  expect(runpod.jobs[0]?.cancelRequested).toBe(true);
});

it('a job that cannot be cancelled is said to be running still', async () => {
  const { said } = await tryOut({
    choice: CONTRACT,
    jobTimeoutMs: 5_000,
    prepare: (sandbox) => {
      sandbox.script({ stuck: true });
      sandbox.http.fault({ path: /cancel/, times: 3, answer: { status: 500 } });
    },
  });
  expect(said[0]).toMatch(/within 5 s; it could not be cancelled, and may still be running/);
});

it('a job may have been started where the answer to its submission was lost', async () => {
  const { said } = await tryOut({
    choice: CONTRACT,
    prepare: (sandbox) => {
      sandbox.http.fault({ path: /run$/, when: 'after', answer: 'reset' });
    },
  });
  expect(said[0]).toMatch(/; a job may have started anyway\./);
});

it('a job that is waited for is cancelled at RunPod when the wait is ended', async () => {
  const stop = new AbortController();
  let runpod: RunPodSandbox | undefined;
  const ended = tryOut({
    choice: CONTRACT,
    signal: stop.signal,
    prepare: (sandbox) => {
      runpod = sandbox;
      sandbox.script({ stuck: true });
    },
  });
  await expect.poll(() => runpod?.jobs[0]?.status).toBe('IN_PROGRESS');
  stop.abort(new Error('ended by SIGINT'));
  await expect(ended).rejects.toThrow('ended by SIGINT');
  expect(runpod?.jobs[0]?.cancelRequested).toBe(true);
});

it('a job is cancelled at RunPod although the wait was ended before it had an id', async () => {
  const stop = new AbortController();
  const { sandbox, ended } = await new Promise<{
    sandbox: RunPodSandbox;
    ended: Promise<unknown>;
  }>((resolve) => {
    const run = tryOut({
      choice: CONTRACT,
      signal: stop.signal,
      prepare: (one) => {
        one.script({ stuck: true });
        one.http.fault({ path: /run$/, delayMs: 300 });
        resolve({ sandbox: one, ended: run });
      },
    });
  });
  await expect.poll(() => sandbox.http.requests.length).toBe(1);
  stop.abort(new Error('ended by SIGINT'));
  await expect(ended).rejects.toThrow('ended by SIGINT');
  expect(sandbox.jobs.map(({ cancelRequested }) => cancelRequested)).toEqual([true]);
});
