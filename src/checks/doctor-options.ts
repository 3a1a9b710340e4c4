import { parseArguments, UsageError } from '../command-line/program.ts';

export const HELP = `npm run doctor                       checks the configuration, Discord and RunPod
npm run doctor -- --job              also makes pictures, which costs some GPU seconds or cents
npm run doctor -- --mend             restores max workers that RunPod has set to 0

  --job          compares each worker's models and nodes with every workflow, and runs the
                 smallest job of each kind in use
  --face FILE    with --job: also sends a photo of a face, yours or with that person's consent
  --mend         sets max workers from 0 to 3, if the key may do that; changes nothing else
  --help         this text

Exit code: 0 all is well, 1 problems found, 2 wrong arguments.
`;

/** Reads the arguments after the script's name. Throws {@link UsageError}. */
export function readOptions(args: readonly string[]) {
  const { values } = parseArguments('doctor', {
    args: [...args],
    options: {
      job: { type: 'boolean' },
      face: { type: 'string' },
      mend: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const { help = false, job = false, mend = false, face } = values;
  if (face !== undefined && !job) throw new UsageError('--face needs --job as well.');
  return { help, job, mend, facePath: face };
}
