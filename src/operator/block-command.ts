import { parseArguments, unknownArguments, UsageError } from '../command-line/program.ts';
import type { Subject } from './kept-out.ts';

export const HELP = `npm run block -- person ID --reason "WHY"   blocks a person in every server and in direct messages
npm run block -- server ID --reason "WHY"   blocks a server
npm run block -- lift person ID             lifts their block; also: lift server ID
npm run block -- end-pause ID               ends a pause caused by refused prompts
npm run block -- list                       lists current and lifted blocks, with times and reasons

  ID         from Copy ID in Discord (17 to 20 digits)
  --reason   for the record: one line of up to 500 characters. The bot does not show it when it refuses a
             request, but the person's data export (/privacy) includes it, so name nobody else in it.
  --help     this text

A block takes effect at once, and no bot has to be running. Blocked members are told so. They can still use
/privacy and cancel their jobs. Jobs that RunPod does not have yet are cancelled when their turn comes.

Exit code: 0 done, 1 already so or failed, 2 wrong arguments.
`;

const LONGEST_REASON = 500;

/** The parsed arguments of `npm run block`. */
export type BlockCommand =
  | { readonly kind: 'help' }
  | { readonly kind: 'list' }
  | { readonly kind: 'keep out'; readonly subject: Subject; readonly reason: string }
  | { readonly kind: 'lift'; readonly subject: Subject }
  | { readonly kind: 'end pause'; readonly id: string };

/** Reads the arguments after the script's name. Throws {@link UsageError}. */
export function readCommand(args: readonly string[]): BlockCommand {
  const { values, positionals } = parseArguments('block', {
    args: [...args],
    allowPositionals: true,
    options: { reason: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  const { help = false, reason } = values;
  if (help || args.length === 0) return { kind: 'help' };
  const [first, ...rest] = positionals;
  if (first === 'person' || first === 'server') {
    const subject = subjectIn(positionals);
    return { kind: 'keep out', subject, reason: reasonIn(reason) };
  }
  if (reason !== undefined) throw unknownArguments('block');
  if (first === 'lift') return { kind: 'lift', subject: subjectIn(rest) };
  if (first === 'end-pause') return { kind: 'end pause', id: subjectIn(['person', ...rest]).id };
  if (first === 'list' && rest.length === 0) return { kind: 'list' };
  throw unknownArguments('block');
}

function subjectIn([kind, id, ...more]: readonly string[]): Subject {
  if ((kind !== 'person' && kind !== 'server') || more.length > 0) throw unknownArguments('block');
  if (id !== undefined && /^\d{17,20}$/.test(id)) return { kind, id };
  throw new UsageError(`The id of a Discord ${kind} has 17 to 20 digits.`);
}

function reasonIn(given: string | undefined): string {
  const reason = given?.trim() ?? '';
  if (reason === '') throw new UsageError('Give a reason: --reason "WHY".');
  if (reason.length > LONGEST_REASON || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(reason)) {
    throw new UsageError(`--reason is one line of up to ${LONGEST_REASON} characters.`);
  }
  return reason;
}
