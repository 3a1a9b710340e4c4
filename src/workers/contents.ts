import { z } from 'zod';
import { isRecord } from '../engines/record.ts';
import type { NeededModel, Needs } from './needs.ts';

/** The contents that a worker reports: names only, sorted. */
export interface WorkerContents {
  /** Files by ComfyUI folder, named as graphs name them. */
  readonly models: Readonly<Record<string, readonly string[]>>;
  /** Node classes. */
  readonly nodes: readonly string[];
  /** Folders with a truncated list, and `nodes` if the class list is truncated. */
  readonly incomplete: readonly string[];
}

/** The job input that asks for the contents, in place of a graph. */
export const DESCRIBE = { describe: true } as const;

/** The contract's limits. No installation reaches them, and that many are read without yielding. */
const MAX_FOLDERS = 200;
export const MOST_NAMES = 10_000;

const names = z.array(z.string().max(300));

/** Whether the output is small enough to check each name. */
function isModest(output: unknown): boolean {
  if (!isRecord(output) || !isRecord(output.models)) return false;
  const folders = Object.values(output.models);
  if (folders.length > MAX_FOLDERS) return false;
  const lists = [...folders, output.nodes, output.incomplete].filter(Array.isArray);
  return lists.reduce((sum, { length }) => sum + length, 0) <= MOST_NAMES;
}

const schema = z
  .unknown()
  .refine(isModest)
  .pipe(
    z.object({
      models: z.record(z.string().max(300), names),
      nodes: names,
      incomplete: names.default([]),
    }),
  );

/** Folder names from before 2025. ComfyUI still searches them. */
const OLDER_NAMES: ReadonlyMap<string, string> = new Map([
  ['clip', 'text_encoders'],
  ['unet', 'diffusion_models'],
]);

/** Reads a worker's answer to {@link DESCRIBE}. `undefined` if it is something else. */
export function readContents(output: unknown): WorkerContents | undefined {
  const { data } = schema.safeParse(output);
  if (!data) return undefined;
  const models = new Map<string, readonly string[]>();
  for (const [name, files] of Object.entries(data.models)) {
    const folder = OLDER_NAMES.get(name) ?? name;
    models.set(folder, sorted([...(models.get(folder) ?? []), ...files]));
  }
  return {
    models: Object.fromEntries(models),
    nodes: sorted(data.nodes),
    incomplete: data.incomplete.map((name) => OLDER_NAMES.get(name) ?? name),
  };
}

/** Drops empty names: Discord rejects an option's whole list of choices because of one. */
function sorted(files: readonly string[]): readonly string[] {
  return [...new Set(files)].filter((file) => file.trim() !== '').sort();
}

/** Needs that the worker lacks. Reports nothing missing from a truncated list. */
export function lacking(contents: WorkerContents, { nodes, models }: Needs): Needs {
  const { incomplete } = contents;
  const classes = new Set(contents.nodes);
  const has = ({ folder, files }: NeededModel) => {
    const there = Object.hasOwn(contents.models, folder) ? contents.models[folder] : [];
    return incomplete.includes(folder) || files.some((file) => there?.includes(file));
  };
  return {
    nodes: incomplete.includes('nodes') ? [] : nodes.filter((name) => !classes.has(name)),
    models: models.filter((model) => !has(model)),
  };
}
