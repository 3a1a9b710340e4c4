import { z } from 'zod';
import { isRecord } from '../engines/record.ts';
import type { NeededModel, Needs } from './needs.ts';

/** What a worker says that it has: names only, sorted. */
export interface WorkerContents {
  /** By ComfyUI's folder, the files in it as a graph names them. */
  readonly models: Readonly<Record<string, readonly string[]>>;
  /** Node classes. */
  readonly nodes: readonly string[];
  /** Folders whose list is not whole; `nodes` where that of the classes is not. */
  readonly incomplete: readonly string[];
}

/** The input of a job that asks for it, in place of a graph. */
export const DESCRIBE = { describe: true } as const;

/** As many as the contract allows, and as no installation has: so many are read in one go. */
const MOST_FOLDERS = 200;
export const MOST_NAMES = 10_000;

const names = z.array(z.string().max(300));

/** Whether it is of a size that is worth a look at each name. */
function isModest(output: unknown): boolean {
  if (!isRecord(output) || !isRecord(output.models)) return false;
  const folders = Object.values(output.models);
  if (folders.length > MOST_FOLDERS) return false;
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

/** What folders were called before 2025: ComfyUI looks into them all the same. */
const OLDER_NAMES: ReadonlyMap<string, string> = new Map([
  ['clip', 'text_encoders'],
  ['unet', 'diffusion_models'],
]);

/** Reads what a worker answered to {@link DESCRIBE}; undefined where it is something else. */
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

/** Discord offers nothing that has no name, and none of what stands beside it either. */
function sorted(files: readonly string[]): readonly string[] {
  return [...new Set(files)].filter((file) => file.trim() !== '').sort();
}

/** What is needed and not there. Nothing is said to be missing from a list that is not whole. */
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
