import { parseArgs } from 'node:util';
import { unknownArguments, UsageError } from '../command-line/program.ts';

export const HELP = `npm run doctor                       looks at the configuration, Discord and RunPod
npm run doctor -- --job              has pictures made too, which costs some GPU seconds or cents
npm run doctor -- --mend             raises workers again that RunPod has scaled to nothing

  --job          asks the workers which models and nodes they have, compares these with every
                 workflow, and has the smallest job of each kind in use made
  --face FILE    with --job: also send a photo of a face, yours or with that person's consent
  --mend         sets max workers from 0 to 3, where the key may do that; changes nothing else
  --help         this text

Exit code: 0 all is well, 1 something has to be mended, 2 this command was not understood.
`;

export interface DoctorOptions {
  readonly help: boolean;
  readonly job: boolean;
  readonly facePath: string | undefined;
  readonly mend: boolean;
}

/** Reads the arguments after the script's name. Throws {@link UsageError}. */
export function readOptions(args: readonly string[]): DoctorOptions {
  const { help = false, job = false, mend = false, face } = parse(args);
  if (face !== undefined && !job) throw new UsageError('--face needs --job as well.');
  return { help, job, mend, facePath: face };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        job: { type: 'boolean' },
        face: { type: 'string' },
        mend: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (cause) {
    throw unknownArguments('doctor', cause);
  }
}
