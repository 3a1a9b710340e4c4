import { text, TEXT_OPTIONS } from '../../../src/recipes/text.ts';
import { WORKER_KINDS, type WorkerKind } from '../../../src/workers/worker-kinds.ts';
import { UsageError, readCommandLine } from '../command-line.ts';
import { say } from '../../../src/say/say.ts';
import { settingsProblem } from '../../../src/recipes/settings.ts';

/** One picture that somebody wants to see made. */
export interface SingleRequest {
  readonly prompt: string;
  readonly aspectRatio: string | undefined;
  readonly seed: number | undefined;
  /** A photo of a face: the path of its file. */
  readonly facePath: string | undefined;
}

/** What the command line asks for: the scene where no request is named, or help. */
export type DemoCommand =
  | {
      readonly kind: 'play';
      readonly request: SingleRequest | undefined;
      readonly worker: DemoWorker;
    }
  | { readonly kind: 'help' };

/**
 * Which worker makes the pictures: a played one of any kind, or the contract's own as a Python process.
 */
export type DemoWorker = 'played' | WorkerKind;

export const HELP = `npm run demo                      a scene with three people, in half a minute
npm run demo -- --prompt "…"      makes just that picture

  --prompt TEXT          what the picture shows
  --aspect-ratio RATIO   1:1, 16:9, 9:16, 4:3, 3:4 or 4:5
  --seed NUMBER          the same seed makes the same picture
  --face FILE            a photo of a face: yours, or of somebody who has allowed it
  --worker contract        by the worker in worker/, run by this machine's Python (PYTHON names another)
  --worker worker-comfyui  by RunPod's worker, which is played
  --worker runpod-public   by RunPod's public endpoints, which are played
  --help                 this text

Nothing leaves this machine. The pictures come from a stand-in: no model is at work.
`;

const OPTIONS = {
  prompt: { type: 'string' },
  'aspect-ratio': { type: 'string' },
  seed: { type: 'string' },
  face: { type: 'string' },
  worker: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Reads the arguments after the script's name. Throws {@link UsageError}. */
export function readOptions(args: readonly string[]): DemoCommand {
  const values = readCommandLine('demo', args, OPTIONS);
  if (values.help) return { kind: 'help' };
  const { prompt, face, seed, 'aspect-ratio': aspectRatio } = values;
  const worker = workerNamed(values.worker);
  if (prompt === undefined) {
    if (face !== undefined || seed !== undefined || aspectRatio !== undefined) {
      throw new UsageError('--face, --seed and --aspect-ratio need a --prompt as well.');
    }
    return { kind: 'play', request: undefined, worker };
  }
  const wanted = {
    prompt,
    ...(aspectRatio !== undefined && { aspectRatio }),
    ...(seed !== undefined && { seed: seed.trim() === '' ? Number.NaN : Number(seed) }),
  };
  const checked = text.request.safeParse(wanted);
  if (!checked.success) {
    const { option = '', problem, ...facts } = settingsProblem(TEXT_OPTIONS, checked.error);
    const says = say().problems[problem](facts);
    throw new UsageError(`--${option.replaceAll('_', '-')} ${says}.`);
  }
  return {
    kind: 'play',
    request: { prompt, aspectRatio, seed: wanted.seed, facePath: face },
    worker,
  };
}

function workerNamed(name: string | undefined): DemoWorker {
  if (name === undefined) return 'played';
  const kind = WORKER_KINDS.find((one) => one === name);
  if (kind) return kind;
  throw new UsageError(`--worker must be ${WORKER_KINDS.join(' or ')}.`);
}
