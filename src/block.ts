import './required-node.ts';
import { failWith, ignoreClosedPipes } from './command-line/program.ts';
import { ConfigError, loadConfig } from './config/config.ts';
import { systemClock } from './engines/clock.ts';
import { type BlockCommand, HELP, readCommand } from './operator/block-command.ts';
import { endPause, keepOut, type KeptOutEntry, keptOutList, lift } from './operator/kept-out.ts';
import { DatabaseError } from './store/database.ts';

ignoreClosedPipes();

try {
  process.exitCode = await run(readCommand(process.argv.slice(2)));
} catch (error) {
  failWith(error, [ConfigError, DatabaseError]);
}

function say(...lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

async function run(command: BlockCommand): Promise<number> {
  if (command.kind === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  const place = loadConfig();
  const now = systemClock.now();
  switch (command.kind) {
    case 'list':
      list(await keptOutList(place));
      return 0;
    case 'keep out': {
      const { subject, reason } = command;
      const name = `${subject.kind} ${subject.id}`;
      const isNew = await keepOut(place, subject, { reason, now });
      say(
        isNew
          ? `The ${name} is blocked.`
          : `The ${name} is already blocked. To change the reason, lift the block first.`,
      );
      return isNew ? 0 : 1;
    }
    case 'lift': {
      const { kind, id } = command.subject;
      const isLifted = await lift(place, command.subject, now);
      say(`The ${kind} ${id} is ${isLifted ? 'no longer blocked' : 'not blocked'}.`);
      return isLifted ? 0 : 1;
    }
    case 'end pause': {
      const isEnded = await endPause(place, command.id, now);
      say(`The person ${command.id} ${isEnded ? 'can make pictures again' : 'is not paused'}.`);
      return isEnded ? 0 : 1;
    }
  }
}

function list(entries: readonly KeptOutEntry[]): void {
  const current = entries.filter(({ liftedAt }) => liftedAt === null);
  const lifted = entries.filter(({ liftedAt }) => liftedAt !== null);
  say(current.length > 0 ? 'Blocked:' : 'No one is blocked.', ...current.map(lineOf));
  if (lifted.length > 0) say('Lifted:', ...lifted.map(lineOf));
}

/** `  person 400000000000000001  since 2030-01-31T12:00Z  spam` */
function lineOf({ kind, id, keptOutAt, liftedAt, reason }: KeptOutEntry): string {
  const times =
    liftedAt === null
      ? `since ${minuteOf(keptOutAt)}`
      : `${minuteOf(keptOutAt)} to ${minuteOf(liftedAt)}`;
  return `  ${kind} ${id}  ${times}  ${reason}`;
}

function minuteOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16)}Z`;
}
