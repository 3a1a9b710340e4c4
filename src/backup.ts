import './required-node.ts';
import { ConfigError } from './config/config-error.ts';
import { loadConfig } from './config/config.ts';
import { backUp } from './record/store/backup.ts';
import { DatabaseError } from './record/store/database.ts';

/** `2030-01-31T12-00-00`: sorts by time, and serves as a file name everywhere. */
const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '-');

try {
  const { databasePath } = loadConfig();
  const target = process.argv[2] ?? `${databasePath}.${stamp}.backup`;
  const jobs = backUp(databasePath, target);
  process.stdout.write(
    `Copied to ${target} (jobs: ${jobs}). Photos, tokens and pictures are not in it.\n`,
  );
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof DatabaseError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
