/** Types that go with every other: the one that is any, and the one that a node takes over from its neighbour. */
const ANY: ReadonlySet<string> = new Set(['*', 'COMFY_MATCHTYPE_V3']);

/** Whether an output may be linked to an input, as ComfyUI sees it. Either may be of several types, as `IMAGE,MASK`. */
export function typesFit(output: string, input: string): boolean {
  if (output === input) return true;
  const [given, taken] = [typesIn(output), typesIn(input)];
  return (
    [...given, ...taken].some((type) => ANY.has(type)) || given.some((type) => taken.includes(type))
  );
}

function typesIn(type: string): readonly string[] {
  return type.split(',').map((one) => one.trim());
}
