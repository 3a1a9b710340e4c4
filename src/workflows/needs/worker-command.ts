import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { NodeTable } from '../../comfy/node-table.ts';
import { GRAPH_FILE, readApiGraph } from '../api-graph.ts';
import { isWorkflowFolder } from '../check-folders.ts';
import type { WorkerCommand } from '../command-line.ts';
import { readJsonFile, reasonOf, withExactNumbers } from '../json-file.ts';
import { readManifest } from '../manifest.ts';
import { type Problem, problemLine } from '../problem.ts';
import { MANIFEST_FILE } from '../reading.ts';
import { mentionsIn } from '../sources/workflow-source.ts';
import { workflowRecipe } from '../workflow-recipe.ts';
import {
  bundledLists,
  type KnownLists,
  NEEDS_FILE,
  readNeedsJson,
  type WorkflowNeeds,
  workflowNeeds,
} from './workflow-needs.ts';
import { type NamedNeeds, SNAPSHOT, workerFiles } from './worker-files.ts';

/** Thrown if no file can be written. The message is for the operator. */
export class NoWorkerFilesError extends Error {
  override readonly name = 'NoWorkerFilesError';
}

/**
 * Writes what the workflows in these folders need as files for their workers, and reports on it in
 * lines. `core`: the bundled node classes.
 *
 * @throws NoWorkerFilesError.
 */
export function writeWorkerFiles(
  {
    folders,
    to,
    force,
  }: Pick<WorkerCommand, 'to' | 'force'> & { readonly folders: readonly string[] },
  core: NodeTable,
): { readonly lines: readonly string[]; readonly isWhole: boolean } {
  const paths = [...new Set(folders.map((folder) => resolve(folder)).flatMap(workflowsIn))];
  const parts = { table: core, ...bundledLists() };
  const read = paths.map((path) => ({ path, command: basename(path), ...needIn(path, parts) }));
  const needs = read.flatMap(({ command, need }): readonly NamedNeeds[] =>
    need === undefined ? [] : [{ command, need }],
  );
  const wrong = read.flatMap(({ command, problems }) =>
    problems.map((problem) => `✗ ${command}: ${problemLine(problem)}`),
  );
  if (needs.length === 0) {
    const none = `No workflow for a worker in ${folders.join(', ')}.`;
    throw new NoWorkerFilesError([...wrong, none].join('\n'));
  }
  const endpoints = Map.groupBy(
    read.filter(({ need }) => need !== undefined),
    ({ endpoint = '' }) => endpoint,
  );
  const { files, notes, lacksAddress } = workerFiles(needs);
  const there = [...new Set([...files.keys(), SNAPSHOT])]
    .map((name) => join(to, name))
    .filter((path) => existsSync(path));
  if (there.length > 0 && !force) {
    throw new NoWorkerFilesError(
      `${there.join(', ')}: already there. Overwrite them with --force, or name another folder with --to.`,
    );
  }
  try {
    mkdirSync(to, { recursive: true });
    for (const [name, text] of files) writeFileSync(join(to, name), text);
    // An older one would no longer fit.
    if (!files.has(SNAPSHOT)) rmSync(join(to, SNAPSHOT), { force: true });
  } catch (cause) {
    throw new NoWorkerFilesError(`${to} cannot be written: ${reasonOf(cause)}.`, { cause });
  }
  const missing =
    notes.length === 0
      ? ['They contain everything that these workflows need.']
      : ['Not in these files, so add it yourself:', ...notes.map((note) => `  ${note}`)];
  return {
    lines: [
      ...wrong,
      ...[...files.keys()].map((name) => `Written: ${join(to, name)}`),
      ...missing,
      ...(endpoints.size > 1 ? [SEVERAL_ENDPOINTS] : []),
      ...(lacksAddress ? [FILL_IN] : []),
    ],
    isWhole: wrong.length === 0,
  };
}

const SEVERAL_ENDPOINTS =
  'These workflows run at several endpoints. To write files for one of them, name the folders of its workflows.';

const FILL_IN = `Write the addresses that you know into ${NEEDS_FILE} in the workflow's folder, and run this again.`;

/** A workflow's folder, or all that a folder holds. */
function workflowsIn(folder: string): readonly string[] {
  if (isWorkflowFolder(folder)) return [folder];
  try {
    const names = readdirSync(folder).filter((name) => !name.startsWith('.'));
    return names
      .sort()
      .map((name) => join(folder, name))
      .filter(isWorkflowFolder);
  } catch (cause) {
    throw new NoWorkerFilesError(`${folder} cannot be read: ${reasonOf(cause)}.`, { cause });
  }
}

/** What the workflow in a folder needs, or why it cannot be read. Both are empty for a public endpoint. */
function needIn(
  folder: string,
  parts: KnownLists,
): {
  readonly need?: WorkflowNeeds;
  /** Where it runs, if not at the bot's own endpoint. */
  readonly endpoint?: string | undefined;
  readonly problems: readonly Problem[];
} {
  const manifest = readJsonFile(folder, MANIFEST_FILE);
  if ('says' in manifest) return { problems: [manifest] };
  const drafted = readManifest(manifest.json);
  if ('problems' in drafted) return drafted;
  const file = readJsonFile(folder, GRAPH_FILE);
  // A public endpoint has no graph, and no worker of ours.
  if ('says' in file)
    return { problems: file.isMissing && drafted.manifest.endpoint ? [] : [file] };
  const graph = withExactNumbers(file);
  const read = readApiGraph(graph);
  if ('problems' in read) return read;
  const said = mentionsOf(folder);
  if ('problems' in said) return said;
  const made = workflowRecipe(
    { name: basename(folder), manifest: manifest.json, graph },
    parts.table,
  );
  const recipe = 'recipe' in made ? made.recipe : made.unrated;
  const workflow = { graph: read.graph, manifest: drafted.manifest, recipe };
  const { endpoint } = drafted.manifest;
  return { need: workflowNeeds(workflow, parts, said.mentions), endpoint, problems: [] };
}

function mentionsOf(folder: string): ReturnType<typeof readNeedsJson> {
  const file = readJsonFile(folder, NEEDS_FILE);
  if (!('says' in file)) return readNeedsJson(file.json);
  return file.isMissing ? { mentions: mentionsIn(undefined) } : { problems: [file] };
}
