import type { HasFile } from '../../../src/comfy/graph-check.ts';
import { isInputFile, modelFolder } from '../../../src/comfy/model-folders.ts';
import type { NodeClass, NodeInput, NodeTable } from '../../../src/comfy/node-table.ts';
import { NODES } from './known-classes.ts';
import { isPlausibleFile, OPEN_FOLDERS, USUAL_FILES, type ModelFiles } from './model-files.ts';

/** What a ComfyUI has and lacks. */
export interface Installation {
  /** Its model files by folder. Default: {@link USUAL_FILES}. */
  readonly models?: ModelFiles | undefined;
  /** Folders that have, besides, any file that is asked for. Default: {@link OPEN_FOLDERS}. */
  readonly open?: readonly string[] | undefined;
  /** Model files and node classes that are not there, whatever else is said. */
  readonly without?: readonly string[] | undefined;
  /** Whether Python's insightface is installed. Default true. */
  readonly insightface?: boolean | undefined;
}

/** The node classes of an installation, with its model files as their options. */
export function nodesOf(installation: Installation = {}): NodeTable {
  const { without = [] } = installation;
  const there = [...NODES].filter(([name]) => !without.includes(name));
  return new Map(
    there.map(([name, nodeClass]) => [name, withFiles(name, nodeClass, installation)]),
  );
}

/** The files of a folder, as they are listed. */
export function filesIn(
  folder: string,
  { models = USUAL_FILES, without = [] }: Installation,
): readonly string[] {
  return (models[folder] ?? []).filter((file) => !without.includes(file));
}

/** Whether a file is installed in a folder, listed or not. */
export function hasModel(folder: string, file: string, installation: Installation): boolean {
  const { open = OPEN_FOLDERS, without = [] } = installation;
  if (filesIn(folder, installation).includes(file)) return true;
  return open.includes(folder) && !without.includes(file) && isPlausibleFile(file);
}

/** What an input may name besides what is listed. `hasInput`: whether that lies in the input folder. */
export function hasFileOf(
  installation: Installation,
  hasInput: (name: string) => boolean,
): HasFile {
  return (className, input, file) => {
    if (isInputFile(className, input)) return hasInput(file);
    const folder = modelFolder(className, input);
    return folder !== undefined && hasModel(folder, file, installation);
  };
}

function withFiles(name: string, nodeClass: NodeClass, installation: Installation): NodeClass {
  const inputs = Object.entries(nodeClass.inputs);
  if (!inputs.some(([, { files }]) => files)) return nodeClass;
  const filled = inputs.map(([input, takes]): [string, NodeInput] => {
    const folder = takes.files && modelFolder(name, input);
    if (folder === undefined) return [input, takes];
    const options = [...filesIn(folder, installation), ...(takes.options ?? [])];
    return [input, { ...takes, options }];
  });
  return { ...nodeClass, inputs: Object.fromEntries(filled) };
}
