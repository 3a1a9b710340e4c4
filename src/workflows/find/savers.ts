import { endsOf } from '../saves-pictures.ts';
import type { Exported } from './exported.ts';

/** The nodes that a workflow's pictures come from. */
export interface Savers {
  readonly nodes: readonly string[];
  /** Whether they only show pictures: not every worker hands these out. */
  readonly arePreviews: boolean;
}

/**
 * Finds the nodes that save pictures; if there are none, those that show them. A node of an unknown class counts as a
 * saver if it takes pictures and has no outputs.
 */
export function findSavers(exported: Exported): Savers {
  const { savers, unknown } = endsOf(exported.graph, exported.table);
  const ends = new Set([...savers, ...unknown]);
  const inOrder = Object.keys(exported.graph).filter((id) => ends.has(id));
  const saving = inOrder.filter((id) => !/preview/i.test(exported.className(id)));
  const arePreviews = saving.length === 0 && inOrder.length > 0;
  return { nodes: arePreviews ? inOrder : saving, arePreviews };
}
