import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  RunPodSandbox,
  type RunPodSandboxOptions,
} from '../../packages/stand-ins/runpod/runpod-sandbox.ts';
import { loadWorkflows } from '../../src/bot/open-workflows.ts';
import { RunRefusedError, runWorkflow } from '../../src/checks/run-workflow.ts';
import { UsageError } from '../../src/command-line/program.ts';
import { parseConfig } from '../../src/config/config.ts';
import { type Clock, systemClock } from '../../src/engines/clock.ts';
import { consent } from '../../src/say/en/privacy.ts';
import { portrait } from '../commands/portrait.ts';
import { INK_GRAPH, INK_MANIFEST, writeWorkflow } from '../support/ink-workflow.ts';
import { screening } from '../support/screening.ts';
import { tempFolder } from '../support/temp-folder.ts';

const PROMPT = ['--prompt', 'a heron in the reeds'];

interface Scene {
  readonly runpod?: RunPodSandboxOptions;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether pictures are taken from the host that this machine plays. */
  readonly hosts?: true;
  readonly clock?: Clock;
  /** Where it is run. Default: a folder of its own. */
  readonly where?: string;
  readonly manifest?: object;
  readonly graph?: object;
  /** What is answered to each question. `null`: there is no terminal. */
  readonly answers?: readonly boolean[] | null;
}

/** Time that passes at once for those who wait. */
function hastyClock(): Clock {
  let passed = 0;
  return {
    now: () => passed,
    sleep: async (ms) => {
      passed += ms;
      await turn();
    },
  };
}

/** A workflow, RunPod as it is played, and a folder to run in. */
async function open({ manifest, graph, answers = [], env = {}, ...scene }: Scene = {}) {
  const runpod = await RunPodSandbox.start({ sketches: true, ...scene.runpod });
  onTestFinished(() => runpod.close());
  const workflows = tempFolder();
  const files = { ...(manifest && { manifest }), ...(graph && { graph }) };
  writeWorkflow(workflows, 'ink', files);
  const config = parseConfig({
    DISCORD_TOKEN: 'none',
    RUNPOD_API_KEY: runpod.apiKey,
    RUNPOD_ENDPOINT_ID: runpod.endpointId,
    RUNPOD_API_URL: runpod.apiUrl,
    RUNPOD_REST_URL: runpod.restUrl,
    POLL_INTERVAL_MS: '100',
    WORKFLOWS_DIR: workflows,
    ...(scene.hosts && { RESULT_HOSTS: runpod.http.url }),
    ...env,
  });
  const folder = scene.where ?? tempFolder();
  const interrupted = new AbortController();
  const printed: string[] = [];
  const states: string[] = [];
  const questions: string[] = [];
  const left = [...(answers ?? [])];
  const run = (args: readonly string[], command = 'ink') => {
    const { recipes, broken } = loadWorkflows(config);
    const recipe = recipes.find((one) => one.command === command);
    if (!recipe) throw new Error(JSON.stringify(broken));
    return runWorkflow(recipe, args, {
      config,
      screening,
      clock: scene.clock ?? systemClock,
      folder,
      signal: interrupted.signal,
      ask:
        answers === null
          ? undefined
          : (question) => {
              questions.push(question);
              return Promise.resolve(left.shift() ?? false);
            },
      print: (line) => printed.push(line),
      showState: (state) => states.push(state),
    });
  };
  return { runpod, folder, run, printed, states, questions, interrupted };
}

describe('one picture by a workflow', () => {
  it.each(['contract', 'worker-comfyui'] as const)('is made at a worker: %s', async (worker) => {
    const scene = await open({
      runpod: { worker },
      env: { WORKER: worker },
      answers: [true],
    });
    const { run, printed, states, questions, folder, runpod } = scene;
    expect(await run([...PROMPT, '--seed', '42', '--style', 'chalk', '--steps', '12'])).toBe(true);
    expect(questions).toEqual(['Make it?']);
    const [title, ...lines] = printed;
    expect(title).toBe('/ink (SDXL in ink), rated general:');
    expect(lines).toContain('  prompt: a heron in the reeds');
    expect(lines).toContain('  style: Chalk (chalk.safetensors)');
    expect(lines).toContain(
      `It goes to RUNPOD_ENDPOINT_ID (${runpod.endpointId}), WORKER=${worker}.`,
    );
    expect(lines).toContain('Written: ink-42.png (PNG of 1024×1024)');
    expect(lines.at(-1)).toMatch(/^It took [\d.]+ s of GPU time after [\d.]+ s of waiting\.$/);
    // A short run may be over before it is polled.
    expect(states.length).toBeGreaterThan(0);
    for (const state of states) expect(state).toMatch(/^(Waiting for a worker|Working)/);
    expect(readdirSync(folder)).toEqual(['ink-42.png']);
    const sent = JSON.stringify(runpod.jobs[0]?.input);
    expect(sent).toContain('chalk.safetensors');
    expect(sent).toContain('nsfw, nude');
  });

  it('never replaces a file, and is marked as generated', async () => {
    const { run, folder } = await open({ answers: null });
    writeFileSync(join(folder, 'ink-7.png'), 'mine');
    const args = [...PROMPT, '--seed=7', '--count', '2', '--yes'];
    expect(await run(args)).toBe(true);
    expect(readdirSync(folder).toSorted()).toEqual(['ink-7-2.png', 'ink-7-3.png', 'ink-7.png']);
    expect(readFileSync(join(folder, 'ink-7.png'), 'utf8')).toBe('mine');
    expect(readFileSync(join(folder, 'ink-7-2.png')).toString('latin1')).toContain(
      'trainedAlgorithmicMedia',
    );
  });

  it('is not made after an answer of no', async () => {
    const { run, printed, runpod, folder } = await open({ answers: [false] });
    expect(await run(PROMPT)).toBe(true);
    expect(printed.at(-1)).toBe('Nothing was sent.');
    expect(runpod.submissions()).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is not made where nobody can answer', async () => {
    const { run, runpod, printed } = await open({ answers: null });
    await expect(run(PROMPT)).rejects.toThrow(
      new UsageError('Without a terminal, answer by --yes (“Make it?”).'),
    );
    expect(printed).toEqual([]);
    expect(runpod.http.requests).toEqual([]);
  });

  it('goes to the endpoint of its workflow', async () => {
    const manifest = { ...INK_MANIFEST, endpoint: 'ink-endpoint' };
    const { run, printed, runpod } = await open({
      manifest,
      runpod: { otherEndpointIds: ['ink-endpoint'] },
    });
    expect(await run([...PROMPT, '--yes'])).toBe(true);
    expect(printed).toContain('It goes to the endpoint ink-endpoint, WORKER=contract.');
    expect(runpod.jobs.map(({ endpointId }) => endpointId)).toEqual(['ink-endpoint']);
  });

  describe("at one of RunPod's public endpoints", () => {
    const runpod = { worker: 'runpod-public' } as const;
    const env = { WORKER: 'runpod-public' };
    const args = ['--prompt', 'a heron', '--seed', '3'];

    it('has a price, and what it cost is said', async () => {
      const { run, printed } = await open({ runpod, env, hosts: true, answers: [true] });
      expect(await run(args, 'flux-schnell')).toBe(true);
      expect(printed).toContainEqual(expect.stringMatching(/^It costs 0\.00\d+ dollars\.$/));
      expect(printed.at(-2)).toBe('Written: flux-schnell-3.png (PNG of 1024×1024)');
      expect(printed.at(-1)).toMatch(/; it cost 0\.00\d+ dollars\.$/);
    });

    it('is fetched from hosts that are known alone', async () => {
      const { run, printed, folder } = await open({ runpod, env, answers: [true] });
      expect(await run(args, 'flux-schnell')).toBe(false);
      expect(printed.at(-1)).toContain('Name that host in RESULT_HOSTS');
      expect(readdirSync(folder)).toEqual([]);
    });
  });
});

describe('a picture that cannot be made', () => {
  it('is said to be so in the words of the worker, with advice', async () => {
    const { run, printed } = await open({
      runpod: { installation: { without: ['ink.safetensors'] } },
    });
    expect(await run([...PROMPT, '--seed', '1', '--yes'])).toBe(false);
    expect(printed.at(-1)).toMatch(/^✗ ink-1: the worker said: .*\n {4}Install the file in the/);
  });

  it('is cancelled at RunPod after the time limit', async () => {
    const { run, printed, runpod } = await open({
      clock: hastyClock(),
      env: { POLL_INTERVAL_MS: '30000' },
    });
    runpod.script({ stuck: true, status: 'IN_QUEUE' });
    expect(await run([...PROMPT, '--yes'])).toBe(false);
    expect(printed.at(-1)).toContain('it did not finish within 600 s; it was cancelled.');
    expect(runpod.jobs[0]?.cancelRequested).toBe(true);
  });

  it('is cancelled at RunPod when it is interrupted', async () => {
    const { run, runpod, interrupted, folder } = await open();
    runpod.hold();
    const reason = new Error('interrupted');
    const ended = expect(run([...PROMPT, '--yes'])).rejects.toBe(reason);
    await expect.poll(() => runpod.jobs[0]?.status).toBe('IN_PROGRESS');
    interrupted.abort(reason);
    await ended;
    expect(runpod.jobs[0]?.cancelRequested).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    [{ RUNPOD_API_KEY: 'wrong' }, 'it refused RUNPOD_API_KEY'],
    [{ RUNPOD_ENDPOINT_ID: 'nowhere' }, 'it does not know this endpoint'],
  ])('is not even asked about: %j', async (env, says) => {
    const { run, printed, questions, runpod } = await open({ env });
    expect(await run(PROMPT)).toBe(false);
    expect(printed.at(-1)).toContain(says);
    expect([questions, runpod.submissions()]).toEqual([[], 0]);
  });

  it('is not paid for where it cannot be written', async () => {
    const { run, runpod } = await open({ where: join(tempFolder(), 'nowhere') });
    await expect(run([...PROMPT, '--yes'])).rejects.toThrow('The picture cannot be written to ');
    expect(runpod.http.requests).toEqual([]);
  });
});

describe('what the bot refuses', () => {
  it.each([
    [['--prompt', 'a nude schoolgirl'], 'adult', 'Try a different prompt'],
    [['--prompt', 'a nude schoolgirl'], 'general', 'Try a different prompt'],
    [['--prompt', 'a nude woman'], 'general', 'Change the prompt'],
  ])('is refused here: %j, rated %s', async (args, rating, says) => {
    const { run, runpod } = await open({ manifest: { ...INK_MANIFEST, rating } });
    const refused = run([...args, '--yes']);
    await expect(refused).rejects.toThrow(RunRefusedError);
    await expect(refused).rejects.toThrow(says);
    expect(runpod.http.requests).toEqual([]);
  });

  it('is not more: adult-rated models may be asked for what adults may see', async () => {
    const { run, runpod } = await open({ manifest: { ...INK_MANIFEST, rating: 'adult' } });
    expect(await run(['--prompt', 'a nude woman', '--yes'])).toBe(true);
    expect(JSON.stringify(runpod.jobs[0]?.input)).toContain('underage');
  });
});

describe('a picture of a person', () => {
  const scene: Scene = {
    graph: {
      ...INK_GRAPH,
      '10': { class_type: 'LoadImage', inputs: { image: 'example.png' } },
      '11': { class_type: 'VAEEncode', inputs: { pixels: ['10', 0], vae: ['1', 2] } },
      '6': { ...INK_GRAPH['6'], inputs: { ...INK_GRAPH['6'].inputs, latent_image: ['11', 0] } },
    },
    manifest: {
      title: 'Ink over a photo',
      description: 'Draws over a photo',
      rating: 'general',
      nodes: [
        { type: 'prompt', node_ids: ['57:8'] },
        { type: 'seed', node_ids: ['6'] },
        { type: 'image', node_ids: ['10'] },
      ],
      outputs: ['8'],
    },
  };
  const withPhoto = async (more: Scene = {}) => {
    const opened = await open({ ...scene, ...more });
    writeFileSync(join(opened.folder, 'me.png'), await portrait());
    return opened;
  };
  const PHOTO = [...PROMPT, '--image', 'me.png', '--seed', '5'];

  it('needs the word that everyone in it agreed', async () => {
    const { run, questions, folder, runpod } = await withPhoto({ answers: [true, true] });
    expect(await run(PHOTO)).toBe(true);
    expect(questions).toEqual([`${consent.pictures.wording}?`, 'Make it?']);
    const made = readFileSync(join(folder, 'ink-5.png')).toString('latin1');
    // The graph in its metadata would hold the photo.
    expect(made).not.toContain('class_type');
    expect(runpod.submissions()).toBe(1);
  });

  it('is not sent without it', async () => {
    const { run, runpod } = await withPhoto({ answers: [false] });
    expect(await run([...PHOTO, '--yes'])).toBe(true);
    expect(runpod.submissions()).toBe(0);
  });

  it('is sent by options alone', async () => {
    const { run, runpod } = await withPhoto({ answers: null });
    await expect(run([...PHOTO, '--yes'])).rejects.toThrow('answer by --consent');
    expect(await run([...PHOTO, '--yes', '--consent'])).toBe(true);
    expect(runpod.submissions()).toBe(1);
  });

  it('is refused where the bot takes no photos', async () => {
    const { run } = await withPhoto({ env: { FACE_REFERENCES: 'off' } });
    await expect(run([...PHOTO, '--yes', '--consent'])).rejects.toThrow(RunRefusedError);
  });

  it('is screened as such', async () => {
    const { run } = await withPhoto();
    const args = ['--prompt', 'undress her', '--image', 'me.png', '--yes', '--consent'];
    await expect(run(args)).rejects.toThrow(RunRefusedError);
  });

  it.each([
    [PROMPT, "--image is missing: the picture's file."],
    [[...PROMPT, '--image', 'nowhere.png'], '--image cannot be read: nowhere.png.'],
    [[...PROMPT, '--image', 'folder'], '--image cannot be read: folder.'],
    [[...PROMPT, '--image', 'text.txt'], '--image cannot be used: '],
  ])('has to be a picture: %j', async (args, says) => {
    const { run, folder, runpod } = await withPhoto();
    mkdirSync(join(folder, 'folder'));
    writeFileSync(join(folder, 'text.txt'), 'no picture');
    const refused = run([...args, '--yes', '--consent']);
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(says);
    expect(runpod.http.requests).toEqual([]);
  });
});

describe('odd options', () => {
  it.each([
    [[], '--prompt is missing.'],
    [['--prompt', ''], '--prompt must have 1 to 1500 characters.'],
    [[...PROMPT, '--steps', '99'], '--steps must be a whole number from 10 to 40.'],
    [[...PROMPT, '--steps', ''], '--steps must be a whole number from 10 to 40.'],
    [[...PROMPT, '--style', 'Oil'], '--style must be one of ink.safetensors'],
    [[...PROMPT, '--colour', 'red'], "Unknown option '--colour'. /ink takes --prompt, "],
    [[...PROMPT, '--steps'], "Option '--steps <value>' argument missing"],
    [[...PROMPT, 'and more'], "Unexpected argument 'and more'"],
  ])('%j are refused before anything is asked or sent', async (args, says) => {
    const { run, runpod, questions } = await open();
    const refused = run(args);
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(says);
    expect([runpod.http.requests, questions]).toEqual([[], []]);
  });

  it('are read as in Discord: a random seed, and flags in the prompt', async () => {
    const { run, printed } = await open({ answers: [false] });
    await run(['--prompt', 'a heron --ar 16:9', '--seed', '-1']);
    expect(printed).toContain('  prompt: a heron');
    expect(printed).toContainEqual(expect.stringMatching(/^ {2}aspect_ratio: 16:9/));
    expect(printed).toContainEqual(expect.stringMatching(/^ {2}seed: \d+$/));
  });
});
