import { stringsWithin } from '../comfy/graph.ts';
import { MODEL_FILE, modelFolder } from '../comfy/model-folders.ts';
import { adultWordIn } from '../policy/checkpoints.ts';
import { snakeCase } from '../recipes/option.ts';
import { GRAPH_FILE, isLink, nodeName } from './api-graph.ts';
import type { EntryType, Manifest } from './manifest.ts';
import { type Problem, shortened } from './problem.ts';
import { type InputsOf, MANIFEST_FILE, type Reading, type WorkflowInput } from './reading.ts';
import { type FileWays, type Place, placesIn } from './value-flow.ts';

/** How many third-party encoders load a LoRA from the prompt. */
const LORA_TAG = /<lora:([^:>]+)/gi;

/** Finds conflicts with a workflow's rating. */
export function checkRating(
  reading: Reading,
  { rating, nodes }: Pick<Manifest, 'rating' | 'nodes'>,
  { inputsOf, ways }: { readonly inputsOf: InputsOf; readonly ways: FileWays },
): void {
  const pictures = inputsOf
    .flat()
    .flatMap(({ option, name }) =>
      option.kind === 'picture' && option.person ? [snakeCase(name)] : [],
    );
  if (rating === 'adult') {
    if (pictures.length > 0) {
      reading.problems.push({
        file: MANIFEST_FILE,
        about: 'rating',
        says: `takes pictures that may show people (${pictures.join(', ')}), which adult-rated models never see: write "rating": "general" if its models are that, or "person": false at a picture that never shows anybody`,
      });
    }
    return;
  }
  const entries = nodes.map(({ type }, at) => ({ type, inputs: inputsOf[at] ?? [] }));
  const adult = [
    ...namedInGraph(reading, ways),
    ...entries.flatMap(({ type, inputs }) => inputs.flatMap((one) => offered(type, one, ways))),
  ];
  // A file named in the graph is often among the choices too.
  const byFile = new Map(adult.toReversed().map((one) => [one.file, one]));
  for (const { file, problem } of [...byFile.values()].toReversed()) {
    const word = adultWordIn(file) ?? '';
    // Without a rating it would be adult-rated, which takes no pictures of people.
    const otherwise = pictures.length > 0 ? '' : ', or leave the rating out';
    reading.problems.push({
      ...problem,
      about: 'rating',
      says: `names ${shortened(file, LONGEST_SHOWN)}, which calls itself adult-rated ("${word}"), and the rating is general: take another file${otherwise}`,
    });
  }
}

/** Longer names of files are cut in a message. */
const LONGEST_SHOWN = 200;

/** The longest text without a model file's ending that may still name one: pictures stand in graphs as base64 too. */
const LONGEST_NAME = 255;

/** A file with an adult-rated name, and where it is named. */
interface AdultFile {
  readonly file: string;
  readonly problem: Omit<Problem, 'says'>;
}

function namedInGraph(reading: Reading, ways: FileWays): readonly AdultFile[] {
  return placesIn(reading).flatMap((place) => {
    const { node, input, now } = place;
    if (isLink(now)) return [];
    const texts = stringsWithin(now);
    const tags = texts.flatMap((text) => [...text.matchAll(LORA_TAG)].map(([, file = '']) => file));
    const isModel = namesModel(place, ways);
    const files = texts.filter(
      (text) => (isModel && text.length <= LONGEST_NAME) || MODEL_FILE.test(text),
    );
    const problem = { file: GRAPH_FILE, node: nodeName(reading.graph, node), input };
    return [...files, ...tags].filter(isAdult).map((file) => ({ file, problem }));
  });
}

function offered(
  type: EntryType,
  { option, name, targets }: WorkflowInput,
  ways: FileWays,
): readonly AdultFile[] {
  if (option.kind !== 'choice') return [];
  const isModel =
    type === 'model' || type === 'lora' || targets.some((target) => namesModel(target, ways));
  return option.names
    .filter((value) => (isModel || MODEL_FILE.test(value)) && isAdult(value))
    .map((file) => ({ file, problem: { file: MANIFEST_FILE, input: snakeCase(name) } }));
}

/** Whether the value names a model, as far as its destination is known. */
function namesModel(place: Place, ways: FileWays): boolean {
  const end = ways.file(place);
  if (!end) return false;
  return end.takes === undefined || modelFolder(end.className, end.input) !== undefined;
}

function isAdult(file: string): boolean {
  return adultWordIn(file) !== undefined;
}
