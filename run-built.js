// Runs a program that `npm run build` compiled, or says in a sentence that nothing is compiled yet.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

const program = resolve(process.argv[2] ?? '');

if (existsSync(program)) {
  // From here on it sees the arguments that it would have if it had been started by itself.
  process.argv.splice(1, 2, program);
  await import(pathToFileURL(program).href);
} else {
  process.stderr.write(
    'Nothing is compiled yet. Run `npm ci` and `npm run build`, then try again.\n',
  );
  process.exitCode = 1;
}
