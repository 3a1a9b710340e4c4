import '../../../src/required-node.ts';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { UsageError } from '../command-line.ts';
import { Interrupted, interruption } from '../interruption.ts';
import { DemoError } from './demo-error.ts';
import { introduction } from './introduction.ts';
import { HELP, readOptions, type DemoWorker, type SingleRequest } from './options.ts';
import { NoPythonError } from '../runpod/no-python-error.ts';
import { threeActs, type Act } from './scene.ts';

const FOLDER = 'demo-pictures';

const interrupted = interruption();

process.exitCode = await run(process.argv.slice(2)).catch(explain);

async function run(args: readonly string[]): Promise<number> {
  const command = readOptions(args);
  if (command.kind === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  const { request, worker } = command;
  const single = request && (await singleAct(request));
  process.stdout.write(introduction(worker));
  // Only now: loading what plays Discord, RunPod and ComfyUI takes a second.
  const { playDemo } = await import('./demo.ts');
  const acts = single ? [single] : await sceneFor(worker);
  await playDemo({
    acts,
    worker,
    python: process.env.PYTHON ?? 'python3',
    folder: FOLDER,
    write: (text) => process.stdout.write(text),
    colours: process.stdout.isTTY && !process.env.NO_COLOR,
    signal: interrupted,
  });
  return 0;
}

/** Nobody sends a photo where none is taken. */
async function sceneFor(worker: DemoWorker): Promise<readonly Act[]> {
  const { drawnFace } = await import('./drawn-face.ts');
  const acts = threeActs(await drawnFace());
  return worker === 'runpod-public' ? acts.filter(({ then }) => then !== 'confirm') : acts;
}

/** Says what went wrong. The exit code for it. */
function explain(error: unknown): number {
  if (error instanceof Interrupted) return 130;
  if (error instanceof UsageError || error instanceof NoPythonError) {
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
  if (!(error instanceof DemoError)) throw error;
  const said = error.botLines.length > 0 ? error.botLines : ['(nothing)'];
  process.stderr.write(`\n${error.message}\nThe bot's last log lines:\n${said.join('\n')}\n`);
  return 1;
}

async function singleAct({ prompt, aspectRatio, seed, facePath }: SingleRequest): Promise<Act> {
  const face = facePath === undefined ? undefined : await photo(facePath);
  return {
    by: 'ada',
    title: 'Ada wants just this picture.',
    options: {
      prompt,
      ...(aspectRatio !== undefined && { aspect_ratio: aspectRatio }),
      ...(seed !== undefined && { seed }),
      ...(face && { face, face_consent: true }),
    },
    then: 'wait',
  };
}

async function photo(path: string): Promise<{ name: string; bytes: Buffer }> {
  try {
    return { name: basename(path), bytes: await readFile(path) };
  } catch (error) {
    throw new UsageError(`--face cannot be read: ${path}.`, { cause: error });
  }
}
