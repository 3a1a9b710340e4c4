import { join } from 'node:path';
import type { NodeTable } from '../../comfy/node-table.ts';
import { own } from '../../engines/record.ts';
import { PRESET_OPTION, recipeDefinition } from '../../recipes/command-definition.ts';
import { type Option, snakeCase } from '../../recipes/option.ts';
import { say } from '../../say/say.ts';
import { RANDOM_SEED, type Recipe } from '../../recipes/recipe.ts';
import { type ApiGraph, isLink, nodeName, readApiGraph } from '../api-graph.ts';
import { checkReport } from '../check-folders.ts';
import { generalLine, shellWord } from '../command-line.ts';
import { type Manifest, readManifest } from '../manifest.ts';
import type { KnownModels } from '../needs/known-models.ts';
import { proposedRating, ratingLines, type Unrated } from '../needs/proposed-rating.ts';
import {
  bundledLists,
  type KnownLists,
  needLines,
  placesSet,
  type ReadWorkflow,
  type SetPlace,
  type WorkflowNeeds,
  workflowNeeds,
} from '../needs/workflow-needs.ts';
import { madeOf } from '../output-nodes.ts';
import { notesOf, plainLine, shortened } from '../problem.ts';
import type { Workflows } from '../read-workflows.ts';
import { MANIFEST_FILE } from '../reading.ts';
import { workflowRecipe } from '../workflow-recipe.ts';
import type { Added } from './add-workflow.ts';
import { placeKey } from './exported.ts';
import { plainNumber } from '../inputs/number.ts';

/** A report on a new workflow, and what its worker needs. */
export interface AddedReport {
  readonly lines: readonly string[];
  readonly need: WorkflowNeeds | undefined;
  /** The proposed rating, if it has none. */
  readonly unrated: Unrated | undefined;
}

/**
 * Reports on a new workflow: its command as members see it, what a worker needs, its rating, remarks, and
 * what is left to do. `found`: the folder as the bot reads it, with `core`.
 */
export function addedReport(
  added: Added,
  found: Workflows,
  core: NodeTable,
  lists: Omit<KnownLists, 'table'> = bundledLists(),
): AddedReport {
  const read = readAdded(added, found, core);
  const broken = checkReport({ recipes: [], broken: found.broken });
  const need = read && workflowNeeds(read, { table: added.table, ...lists }, added.mentions);
  const unrated = need && unratedBy(added, need, lists.models);
  const manifest = join(added.path, MANIFEST_FILE);
  const lines = notesOf(
    `Written: ${added.path}`,
    '',
    read?.recipe && [...commandText(read.recipe), ''],
    need && [
      ...needLines(need),
      `  npm run workflow -- worker ${shellWord(added.path)} writes Dockerfiles with all that`,
      '',
    ],
    unrated && [...ratingLines(unrated, generalLine([unrated.file], added.command)), ''],
    added.notes.map((note) => `· ${note}`),
    added.notes.length > 0 && '',
    read && valuesText(read),
    broken.length > 0
      ? [...broken, '', `Fix this in ${added.path} before the bot can use it.`]
      : `Next: review ${manifest} (see docs/workflows.md), then restart the bot.`,
  );
  return { lines: lines.map(plainLine), need, unrated };
}

/** The proposed rating of a workflow that has none. */
function unratedBy(
  { name, manifest, command }: Added,
  need: WorkflowNeeds,
  known: KnownModels,
): Unrated | undefined {
  if ('rating' in manifest) return undefined;
  const hasExtensions = need.extensions.length > 0;
  return { name, file: command.file, hasExtensions, ...proposedRating(need, known) };
}

/** A workflow just added, as far as it can be read, also if its rating, name or size makes it invalid. */
function readAdded(
  { name, graph, manifest }: Added,
  found: Workflows,
  core: NodeTable,
): ReadWorkflow | undefined {
  const read = readApiGraph(graph);
  if ('problems' in read) return undefined;
  const drafted = readManifest(manifest);
  const again = workflowRecipe({ name, manifest, graph }, core);
  const invalid = 'recipe' in again ? again.recipe : again.unrated;
  const rating = 'rating' in manifest ? 'general' : 'adult';
  return {
    graph: read.graph,
    manifest: 'problems' in drafted ? undefined : drafted.manifest,
    recipe: found.recipes[0] ?? (invalid && { ...invalid, rating }),
  };
}

function valuesText({ graph, manifest }: ReadWorkflow): readonly string[] {
  if (!manifest) return [];
  const list = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`), ''];
  return [
    ...list('Options set these values instead of the exported ones:', whatIsSet(graph, manifest)),
    ...list('All other values stay as exported:', whatStays(graph, manifest)),
  ];
}

/**
 * A workflow's command as members see it: its options in Discord's order, with what they accept.
 */
export function commandText(recipe: Recipe): readonly string[] {
  const { command = '', title = command, rating, options } = recipe;
  const table = new Map(Object.entries(options).map(([name, option]) => [snakeCase(name), option]));
  const { description, options: defined } = recipeDefinition(recipe, say());
  const usage = defined.map(({ name, required }) =>
    required === true ? `${name}:…` : `[${name}:…]`,
  );
  const width = Math.max(0, ...defined.map(({ name }) => name.length)) + 2;
  const lines = defined.map(({ name, required, description: says }) => {
    const option = table.get(name);
    const takes = option ? takesText(name, option) : besides(name);
    const needed = required === true ? '; required' : '';
    return `  ${name.padEnd(width)}${says} (${takes}${needed})`;
  });
  const where =
    rating === 'adult'
      ? 'adult: works only in age-restricted channels'
      : 'general: works in every channel';
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
      return `text, up to ${option.max} characters${defaultText(shortened(inOneLine(option.default ?? ''), LONGEST_TEXT))}`;
    case 'whole':
    case 'number': {
      const kind = option.kind === 'whole' ? 'a whole number' : 'a number';
      const otherwise =
        name === 'seed' && option.default === RANDOM_SEED
          ? '; default random'
          : defaultText(String(plainNumber(option.default)));
      return `${kind} from ${plainNumber(option.min)} to ${plainNumber(option.max)}${otherwise}`;
    }
    case 'boolean':
      return `yes or no${defaultText(option.default ? 'yes' : 'no')}`;
    case 'choice': {
      const label = option.label ?? ((name: string) => name);
      if (option.anyOf !== undefined)
        return `any file of ${option.anyOf}${defaultText(option.default)}`;
      return `${option.names.map(label).join(', ')}${defaultText(label(option.default))}`;
    }
    case 'picture': {
      const person = option.person ? 'may show a person' : 'shows no person';
      return `a picture, ${person}`;
    }
  }
}

function inOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function defaultText(value: string): string {
  return value === '' ? '' : `; default ${value}`;
}

/** Longer values are cut: some are whole texts or files. */
const LONGEST_VALUE = 60;

/**
 * Lists every value that is sent as exported, one line per node: everything that a drafted manifest
 * does not let members set. It does not interpret inputs, so no value can be missing.
 */
export function whatStays(graph: ApiGraph, manifest: Manifest): readonly string[] {
  const set = new Set(placesSet(manifest).map(placeKey));
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
  const byOption = Map.groupBy(placesSet(manifest).filter(isThere), ({ option }) => option);
  return [...byOption].map(([option, places]) => {
    const values = places.map(
      ({ node, input }) =>
        `${input} of ${nodeName(graph, node)}, ${shown(graph[node]?.inputs[input])}`,
    );
    return `${option}: ${values.join('; ')}`;
  });
}

function shown(value: unknown): string {
  const text = JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'number' ? plainNumber(one) : one,
  );
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
}
