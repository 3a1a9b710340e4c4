import type { WorkflowInput } from './workflow-input.ts';

/** What makes a run longer in proportion. Denoise does not: ComfyUI takes all steps, however little changes. */
const FACTORS: ReadonlySet<string> = new Set(['steps', 'width', 'height', 'count']);

/** How much work these params are: all that is set of steps, pixels and pictures, multiplied. */
export function workOf(
  params: Readonly<Record<string, unknown>>,
  inputs: readonly WorkflowInput[],
): number {
  const factors = inputs.flatMap(({ name, write }) => {
    const assigned = write(params[name]);
    const sizes = assigned.filter(({ input }) => input === 'width' || input === 'height');
    if (sizes.length > 0) return firstOfEach(sizes);
    return FACTORS.has(name) ? assigned.slice(0, 1) : [];
  });
  const numbers = factors.flatMap(({ value }) => (typeof value === 'number' ? value : []));
  return numbers.reduce((work, factor) => work * Math.max(factor, 1), 1);
}

function firstOfEach<One extends { readonly input: string }>(assigned: readonly One[]): One[] {
  return [...new Map(assigned.map((one) => [one.input, one])).values()];
}
