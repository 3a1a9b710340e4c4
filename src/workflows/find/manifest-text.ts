/** As long as a line may be that holds a list or an object. */
const WIDEST = 110;

/** JSON as a person would write it: what fits into a line stands in one. */
export function manifestText(value: unknown): string {
  return `${written(value, '')}\n`;
}

function written(value: unknown, indent: string): string {
  const line = inLine(value);
  if (typeof value !== 'object' || value === null) return line;
  // The outermost, and the list of what people may set, are easier to read one below another.
  const isOuter = indent === '' || (indent === '  ' && Array.isArray(value) && hasObjects(value));
  if (!isOuter && indent.length + line.length <= WIDEST) return line;
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((one: unknown) => written(one, inner))
    : Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${written(one, inner)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (parts.length === 0) return `${open}${close}`;
  return `${open}\n${parts.map((part) => `${inner}${part}`).join(',\n')}\n${indent}${close}`;
}

function hasObjects(list: readonly unknown[]): boolean {
  return list.some((one) => typeof one === 'object');
}

function inLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${inLine(one)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}
