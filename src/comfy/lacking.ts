import type { NeededModel, Needs } from './needs.ts';
import type { WorkerContents } from './worker-contents.ts';

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
