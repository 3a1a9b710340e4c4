import { usedStrings } from '../../comfy/graph.ts';
import { loadedFrom, MODEL_FILE } from '../../comfy/model-folders.ts';
import { isCore, type NodeTable } from '../../comfy/node-table.ts';
import { own } from '../../engines/record.ts';
import { PRESET_OPTION, recipeDefinition } from '../../recipes/command-definition.ts';
import { type Option, snakeCase } from '../../recipes/option.ts';
import { RANDOM_SEED, type Recipe } from '../../recipes/recipe.ts';
import { needsOf, recipeNeeds } from '../../workers/needs.ts';
import { type ApiGraph, isLink, nodeName, readApiGraph } from '../api-graph.ts';
import { checkReport } from '../check-folders.ts';
import { settingsOf } from '../inputs/shape.ts';
import { type Manifest, readManifest } from '../manifest.ts';
import { madeOf } from '../output-nodes.ts';
import { notesOf, shortened } from '../problem.ts';
import type { Workflows } from '../read-workflows.ts';
import { workflowRecipe } from '../workflow-recipe.ts';
import type { Added } from './add-workflow.ts';
import { type Place, placeKey } from './exported.ts';
import { plainNumber } from './role.ts';
import { embeddingsIn, presetFiles } from './unnamed-files.ts';

/**
 * Reports on a new workflow: its command as members see it, what a worker needs, remarks, and what
 * is left to do. `found`: the folder as the bot reads it, with `core`.
 */
export function addedReport(added: Added, found: Workflows, core: NodeTable): readonly string[] {
  const [recipe = asGeneral(added, core)] = found.recipes;
  const broken = checkReport({ recipes: [], broken: found.broken });
  const read = readDraft(added);
  return notesOf(
    `Written: ${added.path}`,
    '',
    recipe && [...commandText(recipe), ''],
    read && needsText(read, added.table, recipe),
    added.notes.map((note) => `· ${note}`),
    added.notes.length > 0 && '',
    read && valuesText(read),
    broken.length > 0
      ? [...broken, '', `To be put right in ${added.path}, before the bot takes it.`]
      : `Next: look through ${added.path}/manifest.json (docs/workflows.md says what may stand there), then start the bot anew.`,
  );
}

/** Settings under which a workflow names all of its models. */
const OWN_MODELS = {
  models: { checkpoint: '', ipAdapterFile: '', clipVisionName: '' },
  faceWorkflow: 'face-reference',
} as const;

/** The command as it would be, if its adult rating, name or size makes it invalid. */
function asGeneral({ name, manifest, graph }: Added, core: NodeTable): Recipe | undefined {
  const general = { ...manifest, rating: 'general' };
  const read = workflowRecipe({ name, manifest: general, graph }, core);
  const isGeneral = 'rating' in manifest && manifest.rating === general.rating;
  return 'recipe' in read ? { ...read.recipe, rating: isGeneral ? 'general' : 'adult' } : undefined;
}

/** A draft, as far as it can be read. */
interface ReadDraft {
  readonly graph: ApiGraph;
  readonly manifest: Manifest | undefined;
}

function readDraft({ graph, manifest }: Added): ReadDraft | undefined {
  const read = readApiGraph(graph);
  if ('problems' in read) return undefined;
  const drafted = readManifest(manifest);
  return {
    graph: read.graph,
    manifest: 'problems' in drafted ? undefined : drafted.manifest,
  };
}

function valuesText({ graph, manifest }: ReadDraft): readonly string[] {
  if (!manifest) return [];
  const list = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`), ''];
  return [
    ...list('Options set these values, in place of what was exported:', whatIsSet(graph, manifest)),
    ...list('All else in its nodes stays as it was exported:', whatStays(graph, manifest)),
  ];
}

/**
 * What a worker needs: for every choice, or, if members' choices are not known, for the exported
 * values.
 */
function needsText(
  { graph, manifest }: ReadDraft,
  table: NodeTable,
  recipe: Recipe | undefined,
): readonly string[] {
  const { nodes, models } = recipe ? recipeNeeds(recipe, OWN_MODELS) : needsOf(graph);
  const byFolder = Map.groupBy(models, ({ folder }) => folder);
  const others = nodes.filter((name) => {
    const known = table.get(name);
    return !known || !isCore(known);
  });
  const elsewhere = manifest ? filesElsewhere(graph, manifest, new Set(others)) : [];
  return notesOf(
    'The worker must have:',
    [...byFolder].map(
      ([folder, all]) => `  ${folder}: ${all.map(({ files }) => files.join(' or ')).join(', ')}`,
    ),
    manifest && unnamedText(graph, manifest),
    others.length > 0
      ? `  node classes that are not ComfyUI's own: ${others.join(', ')}`
      : '  no node classes but those of ComfyUI 0.33.0',
    elsewhere.length > 0 &&
      `  files of these, unless they fetch them themselves: ${elsewhere.join(', ')}`,
    '',
  );
}

/** Files that the graph names in a text, or finds by a preset. */
function unnamedText(graph: ApiGraph, manifest: Manifest): readonly string[] {
  const sent = madeOf(graph, manifest.outputs ?? Object.keys(graph));
  const used = Object.fromEntries(Object.entries(graph).filter(([id]) => sent.has(id)));
  const always = manifest.nodes.filter(
    (entry) => entry.type === 'prompt' && entry.default === undefined && entry.required !== false,
  );
  const replaced = new Set(placesIn({ ...manifest, nodes: always }).map(placeKey));
  const embeddings = embeddingsIn(used, (place) => replaced.has(placeKey(place)));
  return notesOf(
    embeddings.length > 0 && `  embeddings: ${embeddings.join(', ')}`,
    presetFiles(used).map((line) => `  ${line}`),
  );
}

/**
 * A workflow's command as members see it: its options in Discord's order, with what they accept.
 */
export function commandText(recipe: Recipe): readonly string[] {
  const { command = '', title = command, rating, options } = recipe;
  const table = new Map(Object.entries(options).map(([name, option]) => [snakeCase(name), option]));
  const { description, options: defined } = recipeDefinition(recipe);
  const usage = defined.map(({ name, required }) =>
    required === true ? `${name}:…` : `[${name}:…]`,
  );
  const width = Math.max(0, ...defined.map(({ name }) => name.length)) + 2;
  const lines = defined.map(({ name, required, description: says }) => {
    const option = table.get(name);
    const takes = option ? takesText(name, option) : besides(name);
    const needed = required === true ? '; needed' : '';
    return `  ${name.padEnd(width)}${says} (${takes}${needed})`;
  });
  const where =
    rating === 'adult'
      ? 'adult: it is offered in age-restricted channels only'
      : 'general: it is offered in every channel';
  return [
    [`/${command}`, ...usage].join(' '),
    `  ${title}: ${description}`,
    `  Rated ${where}.`,
    '',
    ...lines,
  ];
}

const LONGEST_TEXT = 40;

/** Describes an option that the bot adds to the workflow's own. */
function besides(name: string): string {
  return name === PRESET_OPTION ? 'a name' : 'yes or no';
}

function takesText(name: string, option: Option): string {
  switch (option.kind) {
    case 'text':
      return `words, up to ${option.max} characters${instead(shortened(option.default ?? '', LONGEST_TEXT))}`;
    case 'whole':
    case 'number': {
      const kind = option.kind === 'whole' ? 'a whole number' : 'a number';
      const otherwise =
        name === 'seed' && option.default === RANDOM_SEED
          ? '; else a new one each time'
          : instead(String(plainNumber(option.default)));
      return `${kind} from ${plainNumber(option.min)} to ${plainNumber(option.max)}${otherwise}`;
    }
    case 'boolean':
      return `yes or no${instead(option.default ? 'yes' : 'no')}`;
    case 'choice': {
      const label = option.label ?? ((name: string) => name);
      if (option.anyOf !== undefined)
        return `any file of ${option.anyOf}${instead(option.default)}`;
      return `${option.names.map(label).join(', ')}${instead(label(option.default))}`;
    }
    case 'picture': {
      const person = option.person ? 'counts as one that may show a person' : 'shows nobody';
      return `a picture, ${person}`;
    }
  }
}

function instead(value: string): string {
  return value === '' ? '' : `; else ${value}`;
}

/** Model files named in a drafted workflow, with their node's class, if their folder is unknown. */
/** Files that nodes of these classes name. Embeddings in texts are listed apart. */
function filesElsewhere(
  graph: ApiGraph,
  manifest: Manifest,
  classes: ReadonlySet<string>,
): readonly string[] {
  const sent = madeOf(graph, manifest.outputs ?? Object.keys(graph));
  const files = Object.entries(graph).flatMap(([id, { class_type: className, inputs }]) =>
    sent.has(id) && classes.has(className)
      ? Object.entries(inputs)
          .filter(([input]) => loadedFrom(className, input) === undefined)
          .flatMap(([, value]) => usedStrings(value))
          .filter((text) => MODEL_FILE.test(text) && !/embedding:/i.test(text))
          .map((file) => `${file} (${className})`)
      : [],
  );
  return [...new Set(files)].sort();
}

/** Longer values are cut: some are whole texts or files. */
const LONGEST_VALUE = 60;

/** An input that an option sets. */
interface SetPlace extends Place {
  readonly option: string;
}

/**
 * Lists every value that is sent as exported, one line per node: everything that a drafted manifest
 * does not let members set. It does not interpret inputs, so no value can be missing.
 */
export function whatStays(graph: ApiGraph, manifest: Manifest): readonly string[] {
  const set = new Set(placesIn(manifest).map(placeKey));
  const sent = madeOf(graph, manifest.outputs ?? Object.keys(graph));
  return Object.entries(graph).flatMap(([id, { inputs }]) => {
    if (!sent.has(id)) return [];
    const values = Object.entries(inputs).flatMap(([input, value]) =>
      isLink(value) || set.has(placeKey({ node: id, input })) ? [] : [`${input} ${shown(value)}`],
    );
    return values.length === 0 ? [] : [`${nodeName(graph, id)}: ${values.join(', ')}`];
  });
}

/** Lists the inputs that each option of a drafted manifest sets, with their exported values. */
function whatIsSet(graph: ApiGraph, manifest: Manifest): readonly string[] {
  const isThere = ({ node, input }: SetPlace) => own(own(graph, node)?.inputs, input) !== undefined;
  const byOption = Map.groupBy(placesIn(manifest).filter(isThere), ({ option }) => option);
  return [...byOption].map(([option, places]) => {
    const values = places.map(
      ({ node, input }) =>
        `${input} of ${nodeName(graph, node)}, ${shown(graph[node]?.inputs[input])}`,
    );
    return `${option}: ${values.join('; ')}`;
  });
}

function placesIn({ nodes }: Manifest): readonly SetPlace[] {
  return nodes.flatMap((entry) => {
    const option = entry.name ?? entry.type;
    const [first] = entry.type === 'choice' ? (settingsOf(entry) ?? []) : [];
    if (first) {
      return Object.entries(first.values).flatMap(([node, inputs]) =>
        Object.keys(inputs).map((input) => ({ option, node, input })),
      );
    }
    const key = 'key' in entry ? entry.key : undefined;
    const keys = entry.type === 'aspect_ratio' ? ['width', 'height'] : [key ?? []].flat();
    return (entry.node_ids ?? []).flatMap((node) => keys.map((input) => ({ option, node, input })));
  });
}

function shown(value: unknown): string {
  const text = JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'number' ? plainNumber(one) : one,
  );
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
}
