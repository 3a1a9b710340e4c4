import { parseArguments, unknownArguments } from './program.ts';

/** The arguments of a program that takes one optional file name. */
export interface FileArgument {
  readonly help: boolean;
  readonly file: string | undefined;
}

/**
 * Parses the arguments after the script's name. A file name that starts with a hyphen follows `--`.
 *
 * @throws UsageError.
 */
export function readFileArgument(program: string, args: readonly string[]): FileArgument {
  const { values, positionals } = parseArguments(program, {
    args: [...args],
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' } },
  });
  const { help = false } = values;
  const [file, ...more] = positionals;
  if (file === '' || more.length > 0) throw unknownArguments(program);
  return { help, file };
}
