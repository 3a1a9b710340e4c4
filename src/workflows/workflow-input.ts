import type { Option } from '../recipes/option.ts';
import type { Target } from './reading.ts';

/** A value for an input of a graph, as JSON has it. */
export interface Assignment {
  readonly node: string;
  readonly input: string;
  readonly value: string | number | boolean;
}

/** One option of a workflow: what people fill in, and what becomes of it in the graph. */
export interface WorkflowInput {
  /** Its name inside. */
  readonly name: string;
  readonly option: Option;
  /** The inputs that it sets. */
  readonly targets: readonly Target[];
  /** What is written for a value that fits the option; nothing for one that does not. */
  readonly write: (value: unknown) => readonly Assignment[];
}

/** Writes the same value into each of them. */
export function toAll(
  targets: readonly Target[],
  value: string | number | boolean,
): readonly Assignment[] {
  return targets.map(({ node, input }) => ({ node, input, value }));
}
