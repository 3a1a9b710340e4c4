import './required-node.ts';
import { loadWorkflows } from './bot/open-workflows.ts';
import { failWith, ignoreClosedPipes } from './command-line/program.ts';
import { ConfigError, loadWorkflowsConfig } from './config/config.ts';
import { checkFolders, checkReport } from './workflows/check-folders.ts';
import {
  type AddCommand,
  HELP,
  readCommand,
  type WorkerCommand,
} from './workflows/command-line.ts';
import { addWorkflow, NotAddedError, writeNeeds } from './workflows/draft/add-workflow.ts';
import { addedReport } from './workflows/draft/added-report.ts';
import { NoWorkerFilesError, writeWorkerFiles } from './workflows/needs/worker-command.ts';
import { readCoreNodes, type Workflows } from './workflows/read-workflows.ts';

ignoreClosedPipes();

try {
  process.exitCode = run(process.argv.slice(2));
} catch (error) {
  failWith(error, [NotAddedError, ConfigError, NoWorkerFilesError]);
}

function run(args: readonly string[]): number {
  const command = readCommand(args);
  switch (command.kind) {
    case 'help':
      process.stdout.write(HELP);
      return 0;
    case 'check':
      return check(command.folders);
    case 'add':
      return add(command);
    case 'worker':
      return writeFiles(command);
  }
}

/** Loads all workflows of a folder, beside the built-in commands. */
function read(folder: string): Workflows {
  return loadWorkflows({ workflows: { folder, featured: undefined, publicEndpoints: false } });
}

function check(folders: readonly string[]): number {
  const workflows = loadWorkflowsConfig();
  const found = folders.length === 0 ? loadWorkflows({ workflows }) : checkFolders(folders, read);
  const lines = checkReport(found);
  const wrong = found.broken.flatMap(({ problems }) => problems).length;
  const end =
    wrong > 0
      ? `Problems: ${wrong}.`
      : lines.length > 0
        ? 'All is well.'
        : `There is no workflow in ${workflows.folder}: npm run workflow -- add FILE.json makes one from an export.`;
  process.stdout.write(`${[...lines, ...(lines.length > 0 ? [''] : []), end].join('\n')}\n`);
  return wrong > 0 ? 1 : 0;
}

function add(command: AddCommand): number {
  const { to = loadWorkflowsConfig().folder } = command;
  const core = readCoreNodes();
  const added = addWorkflow(command, { to, core });
  const found = checkFolders([added.path], read);
  const { lines, need } = addedReport(added, found, core);
  if (need) writeNeeds(added.path, need);
  process.stdout.write(`${lines.join('\n')}\n`);
  return found.broken.length > 0 ? 1 : 0;
}

/** Writes what workflows need as files for their workers. */
function writeFiles({ folders, to, force }: WorkerCommand): number {
  const all = folders.length > 0 ? folders : [loadWorkflowsConfig().folder];
  const { lines, isWhole } = writeWorkerFiles({ folders: all, to, force }, readCoreNodes());
  process.stdout.write(`${lines.join('\n')}\n`);
  return isWhole ? 0 : 1;
}
