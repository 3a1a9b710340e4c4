import { checkGraph, type GraphProblem, toNumber } from '../../comfy/graph-check.ts';
import { inputsFor, type NodeTable, type OptionValue } from '../../comfy/node-table.ts';
import { isRecord } from '../../engines/record.ts';
import { noteOn } from '../problem.ts';

type File = Readonly<Record<string, unknown>>;

/** An input that an export lacked, and the value that was filled in. */
interface FilledInput {
  readonly node: string;
  readonly className: string;
  readonly input: string;
  readonly value: OptionValue;
}

/** Filling in an option may require further inputs. Limits how often that repeats. */
const MOST_ROUNDS = 8;

/**
 * Fills in inputs that ComfyUI requires and an older export lacks, with the default or first choice: the value that
 * ComfyUI's own editor would show.
 */
export function fillInMissing(
  file: File,
  table: NodeTable,
): { readonly file: File; readonly filled: readonly FilledInput[] } {
  const filled: FilledInput[] = [];
  let now = file;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const found = checkGraph(now, table).flatMap((problem) => filling(problem, now));
    if (found.length === 0) break;
    filled.push(...found);
    now = withInputs(now, found);
  }
  return { file: now, filled };
}

/** Lists them in a sentence. */
export function filledInText(filled: readonly FilledInput[]): string | false {
  const each = filled.map(
    ({ node, className, input, value }) =>
      `${input} of node ${node} (${className}) is ${JSON.stringify(value)}`,
  );
  return noteOn('Not as exported: filled in what ComfyUI requires by now', each);
}

function filling(found: GraphProblem, file: File): readonly FilledInput[] {
  if (found.problem !== 'missing') return [];
  const { node, input, takes } = found;
  // The worker's model files are unknown here.
  const value = takes.files === true ? undefined : (takes.default ?? takes.options?.[0]);
  const given = file[node];
  const className = isRecord(given) && typeof given.class_type === 'string' ? given.class_type : '';
  return value === undefined ? [] : [{ node, className, input, value }];
}

function withInputs(file: File, filled: readonly FilledInput[]): File {
  const byNode = Map.groupBy(filled, ({ node }) => node);
  return Object.fromEntries(
    Object.entries(file).map(([id, node]) => {
      const own = byNode.get(id);
      if (!own || !isRecord(node)) return [id, node];
      const inputs = isRecord(node.inputs) ? node.inputs : {};
      const more = own.map(({ input, value }) => [input, value] as const);
      return [id, { ...node, inputs: { ...inputs, ...Object.fromEntries(more) } }];
    }),
  );
}

/**
 * Converts the values of number inputs as ComfyUI does: `"20"` and `20.9` become the whole number
 * 20. Numbers beyond 2^53 stay strings, since they would be rounded. `read`: the converted inputs,
 * in words.
 */
export function readNumbers(
  file: File,
  table: NodeTable,
): { readonly file: File; readonly read: readonly string[] } {
  const read: string[] = [];
  const nodes = Object.entries(file).map(([id, node]) => {
    const className = isRecord(node) && typeof node.class_type === 'string' ? node.class_type : '';
    const known = table.get(className);
    if (!known || !isRecord(node) || !isRecord(node.inputs)) return [id, node];
    const takes = inputsFor(known, node.inputs);
    const numbers = Object.entries(node.inputs).flatMap(([input, value]) => {
      const type = takes.get(input)?.type;
      const isNumber = type === 'INT' || type === 'FLOAT';
      const isGiven = typeof value === 'string' || typeof value === 'number';
      const number = isNumber && isGiven ? toNumber(type, value) : undefined;
      const isKept = type === 'INT' ? Number.isSafeInteger(number) : Number.isFinite(number);
      return isKept && number !== value ? [[input, number] as const] : [];
    });
    if (numbers.length === 0) return [id, node];
    read.push(`${numbers.map(([input]) => input).join(', ')} of node ${id} (${className})`);
    return [id, { ...node, inputs: { ...node.inputs, ...Object.fromEntries(numbers) } }];
  });
  return read.length === 0 ? { file, read } : { file: Object.fromEntries(nodes) as File, read };
}

/** Lists them in a sentence. */
export function readNumbersText(read: readonly string[]): string | false {
  return (
    read.length > 0 &&
    `Not as exported: numbers stand where texts or fractions were, as ComfyUI reads them: ${read.join('; ')}.`
  );
}
