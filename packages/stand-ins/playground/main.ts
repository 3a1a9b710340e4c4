import '../../../src/required-node.ts';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../command-line.ts';
import { interruption } from '../interruption.ts';
import { openInBrowser } from './open-in-browser.ts';
import { HELP, readOptions } from './options.ts';
import { startPlayground } from './playground.ts';

/** By Node's error code. */
const PORT_PROBLEMS: ReadonlyMap<unknown, string> = new Map([
  ['EADDRINUSE', 'Something else listens on that port'],
  ['EACCES', 'That port is for privileged users only'],
]);

const interrupted = interruption();

process.exitCode = await run(process.argv.slice(2)).catch(explain);

async function run(args: readonly string[]): Promise<number> {
  const command = readOptions(args);
  if (command.kind === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  const { port, open, workflows } = command;
  const playground = await startPlayground({
    previews: true,
    opening: true,
    ...(port !== undefined && { port }),
    ...(workflows !== undefined && { workflows: folderAt(workflows) }),
  });
  process.stdout.write(`The playground is at ${playground.url}\nCtrl-C ends it.\n`);
  if (open && !(await openInBrowser(playground.url))) {
    process.stdout.write('No browser could be opened here: open the address yourself.\n');
  }
  if (!interrupted.aborted) await once(interrupted, 'abort');
  await playground.close();
  return 0;
}

/** The folder of somebody's own workflows. npm runs this elsewhere than where it was called. */
function folderAt(path: string): string {
  const folder = resolve(process.env.INIT_CWD ?? '', path);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return folder;
  throw new UsageError(`--workflows must be a folder; there is none at ${folder}.`);
}

/** Says what went wrong. The exit code for it. */
function explain(error: unknown): number {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
  const problem = error instanceof Error && 'code' in error && PORT_PROBLEMS.get(error.code);
  if (!problem) throw error;
  process.stderr.write(`${problem}: name another by --port.\n`);
  return 2;
}
