/** All texts in a value, however deep they lie in its lists and objects. */
export function stringsWithin(value: unknown): readonly string[] {
  const found: string[] = [];
  // With a stack of its own: what stands in a file may be deeper than the program's.
  const waiting = [value];
  while (waiting.length > 0) {
    const one = waiting.pop();
    if (typeof one === 'string') found.push(one);
    else if (typeof one === 'object' && one !== null) {
      for (const inner of Object.values(one)) waiting.push(inner);
    }
  }
  return found;
}
