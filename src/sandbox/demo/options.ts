import { parseArgs } from 'node:util';
import { requestedSettingsSchema } from '../../comfy/settings.ts';
import { settingsProblem } from '../../comfy/settings-problem.ts';

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
  | { readonly kind: 'play'; readonly request: SingleRequest | undefined }
  | { readonly kind: 'help' };

/** Thrown for a command line that cannot be followed; its message is one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const HELP = `npm run demo                      a scene with three people, in half a minute
npm run demo -- --prompt "…"      makes just that picture

  --prompt TEXT          what the picture shows
  --aspect-ratio RATIO   1:1, 16:9, 9:16, 4:3, 3:4 or 4:5
  --seed NUMBER          the same seed makes the same picture
  --face FILE            a photo of a face: yours, or of somebody who has allowed it
  --help                 this text

Nothing leaves this machine. The pictures come from a stand-in: no model is at work.
`;

/** Reads the arguments after the script's name. Throws {@link UsageError}. */
export function readOptions(args: readonly string[]): DemoCommand {
  const values = parse(args);
  if (values.help) return { kind: 'help' };
  const { prompt, face, seed, 'aspect-ratio': aspectRatio } = values;
  if (prompt === undefined) {
    if (face !== undefined || seed !== undefined || aspectRatio !== undefined) {
      throw new UsageError('--face, --seed and --aspect-ratio need a --prompt as well.');
    }
    return { kind: 'play', request: undefined };
  }
  const wanted = {
    prompt,
    ...(aspectRatio !== undefined && { aspectRatio }),
    ...(seed !== undefined && { seed: seed.trim() === '' ? Number.NaN : Number(seed) }),
  };
  const checked = requestedSettingsSchema.safeParse(wanted);
  if (!checked.success) {
    const { option, problem } = settingsProblem(checked.error);
    throw new UsageError(`--${option.replaceAll('_', '-')} ${problem}.`);
  }
  return {
    kind: 'play',
    request: { prompt, aspectRatio, seed: wanted.seed, facePath: face },
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        prompt: { type: 'string' },
        'aspect-ratio': { type: 'string' },
        seed: { type: 'string' },
        face: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // Node explains at length how to quote; the first sentence says what is wrong.
    const [what = ''] = error.message.split(/\.?\s*(?:\. |\n|$)/);
    throw new UsageError(`${what}: see npm run demo -- --help.`, { cause: error });
  }
}
