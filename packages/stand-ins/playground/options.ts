import { z } from 'zod';
import { UsageError, readCommandLine } from '../command-line.ts';

/** What the command line asks for. */
export type PlaygroundCommand =
  | {
      readonly kind: 'serve';
      /** `undefined`: a free one. */
      readonly port: number | undefined;
      /** Whether the page is to be opened in a browser. */
      readonly open: boolean;
      /** A folder of workflows, each of which becomes a command. `undefined`: the examples. */
      readonly workflows: string | undefined;
    }
  | { readonly kind: 'help' };

export const HELP = `npm run playground               a Discord channel in the browser, with the real bot behind it

  --open           opens the page in your browser
  --port NUMBER    serves it on that port; else on a free one
  --workflows DIR  offers your workflows instead of the examples, as npm run workflow adds them
  --help           this text

Nothing leaves this machine. The pictures come from a stand-in: no model is at work.
`;

const OPTIONS = {
  open: { type: 'boolean' },
  port: { type: 'string' },
  workflows: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const portSchema = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .pipe(z.int().min(1).max(65_535));

/** Reads the arguments after the script's name. Throws {@link UsageError}. */
export function readOptions(args: readonly string[]): PlaygroundCommand {
  const { help, open = false, port, workflows } = readCommandLine('playground', args, OPTIONS);
  if (help) return { kind: 'help' };
  if (port === undefined) return { kind: 'serve', port, open, workflows };
  const number = portSchema.safeParse(port);
  if (!number.success) throw new UsageError('--port must be a number from 1 to 65535.');
  return { kind: 'serve', port: number.data, open, workflows };
}
