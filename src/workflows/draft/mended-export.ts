import { checkGraph, type GraphProblem, toNumber } from '../../comfy/graph-check.ts';
import { isInputFile, MODEL_FILE, modelFolder } from '../../comfy/model-folders.ts';
import {
  inputsFor,
  type NodeInput,
  type NodeTable,
  type OptionValue,
} from '../../comfy/node-table.ts';
import { isRecord } from '../../engines/record.ts';
import { isLink, reachedFrom } from '../api-graph.ts';
import { madeOf } from '../output-nodes.ts';
import { listed, noteOn } from '../problem.ts';
import type { Exported } from './exported.ts';
import { loadedAt } from './picture-roles.ts';

/*
 * An export of an older ComfyUI, of a program or of Windows is changed where today's ComfyUI would refuse it,
 * before anything else reads it. Each change comes with a sentence for the report.
 */

type File = Readonly<Record<string, unknown>>;

/** An input of a node, and its new value. */
interface NewValue {
  readonly node: string;
  readonly input: string;
  readonly value: unknown;
}

/** An input that an export lacked, and the value that was filled in. */
interface FilledInput extends NewValue {
  readonly className: string;
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
  const value =
    takes.files === true ? undefined : (takes.default ?? takes.options?.[0] ?? off(takes));
  const given = file[node];
  const className = isRecord(given) && typeof given.class_type === 'string' ? given.class_type : '';
  return value === undefined ? [] : [{ node, className, input, value }];
}

/** The editor shows a switch without a default as off. Texts and numbers without one are not guessed. */
function off({ type }: NodeInput): boolean | undefined {
  return type === 'BOOLEAN' ? false : undefined;
}

function withInputs(file: File, filled: readonly NewValue[]): File {
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
 * Gives switches the same on both sides, if their unused side needs a picture that nothing else needs.
 * ComfyUI checks that side too, so every job would fail without the picture. `pictures`: their files.
 */
export function cutUnusedPictures(
  file: File,
  exported: Exported,
  outputs: readonly string[],
): {
  readonly file: File;
  readonly switches: readonly string[];
  readonly pictures: readonly string[];
} {
  const used = new Set(exported.behind(outputs));
  const checked = madeOf(exported.graph, outputs);
  const pictures = [...checked].flatMap((node) =>
    used.has(node) ? [] : (loadedAt(exported, node) ?? []),
  );
  const reached = leadingFrom(
    exported,
    pictures.map(({ node }) => node),
  );
  const cut = [...checked].flatMap((node): readonly NewValue[] => {
    const side = exported.sideOf(node);
    if (side === undefined) return [];
    const value = exported.value({ node, input: side });
    const input = side === 'on_true' ? 'on_false' : 'on_true';
    const other = exported.value({ node, input });
    return isLink(other) && reached.has(other[0]) ? [{ node, input, value }] : [];
  });
  return {
    file: cut.length === 0 ? file : withInputs(file, cut),
    switches: exported.names(cut.map(({ node }) => node)),
    pictures: cut.length === 0 ? [] : pictures.map((place) => String(exported.value(place))),
  };
}

/** These nodes and all that link to them, whatever a switch passes on. */
function leadingFrom({ graph }: Exported, nodes: readonly string[]): ReadonlySet<string> {
  const links = Object.entries(graph).flatMap(([user, { inputs }]) =>
    Object.values(inputs).flatMap((value) => (isLink(value) ? [{ user, source: value[0] }] : [])),
  );
  const usersOf = Map.groupBy(links, ({ source }) => source);
  return reachedFrom(nodes, (node) => (usersOf.get(node) ?? []).map(({ user }) => user));
}

/** Says so in a sentence. */
export function cutPicturesText({
  switches,
  pictures,
}: Pick<ReturnType<typeof cutUnusedPictures>, 'switches' | 'pictures'>): string | false {
  return (
    switches.length > 0 &&
    `Not as exported: both sides of these switches are the same, since their unused side needs ${listed(pictures)}, without which every job would fail: ${listed(switches)}.`
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

/**
 * Replaces the backslashes of file names that were exported on Windows: ComfyUI on Linux lists
 * `flux/x.safetensors`. Prompts stay, as do all inputs that are not known to name a file. `renamed`:
 * the files, as exported.
 */
export function renameFromWindows(
  file: File,
  table: NodeTable,
): { readonly file: File; readonly renamed: readonly string[] } {
  const renamed = new Set<string>();
  const nodes = Object.entries(file).map(([id, node]) => {
    if (!isRecord(node) || !isRecord(node.inputs)) return [id, node];
    const className = typeof node.class_type === 'string' ? node.class_type : '';
    const known = table.get(className);
    const takes = known && inputsFor(known, node.inputs);
    const changed = Object.entries(node.inputs).flatMap(([input, value]) => {
      const isFile =
        modelFolder(className, input) !== undefined ||
        isInputFile(className, input) ||
        namesFiles(takes?.get(input));
      const now = withSlashes(value, isFile, known === undefined && !WORDS.test(input), renamed);
      return now === value ? [] : [[input, now] as const];
    });
    if (changed.length === 0) return [id, node];
    return [id, { ...node, inputs: { ...node.inputs, ...Object.fromEntries(changed) } }];
  });
  return {
    file: renamed.size === 0 ? file : (Object.fromEntries(nodes) as File),
    renamed: [...renamed],
  };
}

/** Lists them in a sentence. */
export function renamedText(renamed: readonly string[]): string | false {
  return (
    renamed.length > 0 &&
    `Not as exported: / stands for \\ in names of files from Windows: ${listed(renamed)}.`
  );
}

/** An author's choices with slashes, if the value among them is a file that was renamed. */
export function renameChoices(
  choices: readonly string[],
  renamed: readonly string[],
): readonly string[] {
  if (!choices.some((one) => renamed.includes(one))) return choices;
  return choices.map((one) => one.replaceAll(/\\+/g, '/'));
}

/** Inputs of texts, which third-party nodes give any name that has one of these words. */
const WORDS = /prompt|text|caption|description|words|string/i;

function namesFiles(takes: NodeInput | undefined): boolean {
  return takes?.files === true || takes?.picture === true;
}

/**
 * A value with slashes in its file names, or the same value. `isFile`: its input names files. Else, `maybe`,
 * only what has the ending of a model file is one.
 */
function withSlashes(
  value: unknown,
  isFile: boolean,
  maybe: boolean,
  renamed: Set<string>,
): unknown {
  if (typeof value === 'string') {
    const isName = isFile || (maybe && MODEL_FILE.test(value) && !/[,:\n]/.test(value.slice(2)));
    if (!isName || !value.includes('\\')) return value;
    renamed.add(value);
    return value.replaceAll(/\\+/g, '/');
  }
  if (typeof value !== 'object' || value === null) return value;
  // A file is at most 100 levels deep.
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  const inner = entries.map(
    ([key, one]) => [key, withSlashes(one, isFile, maybe, renamed)] as const,
  );
  if (inner.every(([, one], at) => one === entries[at]?.[1])) return value;
  return Array.isArray(value) ? inner.map(([, one]) => one) : Object.fromEntries(inner);
}
