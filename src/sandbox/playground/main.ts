import { once } from 'node:events';
import { openInBrowser } from './open-in-browser.ts';
import { HELP, readOptions, UsageError } from './options.ts';
import { startPlayground } from './playground.ts';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // Further signals change nothing: the bot is being ended, which takes seconds at most.
  process.on(signal, () => {
    interrupted.abort();
  });
}

process.exitCode = await run(process.argv.slice(2)).catch(explain);

async function run(args: readonly string[]): Promise<number> {
  const command = readOptions(args);
  if (command.kind === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  const { port, open } = command;
  const playground = await startPlayground(port === undefined ? {} : { port });
  process.stdout.write(`The playground is at ${playground.url}\nCtrl-C ends it.\n`);
  if (open && !(await openInBrowser(playground.url))) {
    process.stdout.write('No browser could be opened here: open the address yourself.\n');
  }
  if (!interrupted.signal.aborted) await once(interrupted.signal, 'abort');
  await playground.close();
  return 0;
}

/** Says what went wrong. The exit code for it. */
function explain(error: unknown): number {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    process.stderr.write('Something else listens on that port: name another by --port.\n');
    return 2;
  }
  throw error;
}
