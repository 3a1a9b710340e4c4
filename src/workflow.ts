import './required-node.ts';
import { ConfigError } from './config/config-error.ts';
import { loadWorkflowsConfig } from './config/config.ts';
import { loadWorkflows } from './open/open-workflows.ts';
import { checkFolders } from './workflows/check-folders.ts';
import { checkReport } from './workflows/check-report.ts';
import { HELP, readCommand, UsageError } from './workflows/command-line.ts';

try {
  process.exitCode = run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError || error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

function run(args: readonly string[]): number {
  const command = readCommand(args);
  switch (command.kind) {
    case 'help':
      process.stdout.write(HELP);
      return 0;
    case 'check':
      return check(command.folders);
  }
}

function check(folders: readonly string[]): number {
  const workflows = loadWorkflowsConfig();
  const read = (folder: string) =>
    loadWorkflows({ workflows: { folder, featured: undefined, publicEndpoints: false } });
  const found = folders.length === 0 ? loadWorkflows({ workflows }) : checkFolders(folders, read);
  const lines = checkReport(found);
  const wrong = found.broken.flatMap(({ problems }) => problems).length;
  const end =
    wrong > 0
      ? `To be put right: ${wrong}.`
      : lines.length > 0
        ? 'All is well.'
        : `There is no workflow in ${workflows.folder}: npm run workflow -- add FILE.json makes one of an export.`;
  process.stdout.write(`${[...lines, ...(lines.length > 0 ? [''] : []), end].join('\n')}\n`);
  return wrong > 0 ? 1 : 0;
}
