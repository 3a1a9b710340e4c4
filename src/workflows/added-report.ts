import { isCore, type NodeTable } from '../comfy/node-table.ts';
import { needsOf, recipeNeeds } from '../workers/needs.ts';
import type { Recipe } from '../recipes/recipe.ts';
import type { Added } from './add-workflow.ts';
import { readApiGraph, type ApiGraph } from './api-graph.ts';
import { checkReport } from './check-report.ts';
import { commandText } from './command-text.ts';
import { filesElsewhere } from './files-elsewhere.ts';
import type { Manifest } from './manifest.ts';
import { readManifest } from './read-manifest.ts';
import type { Workflows } from './read-workflows.ts';
import { whatIsSet, whatStays } from './what-stays.ts';
import { workflowRecipe } from './workflow-recipe.ts';

/**
 * What was made of an export: the command as people will see it, what a worker must have for it, what
 * is worth knowing, and what is still to be done. `found`: the folder as the bot reads it, with `core`.
 */
export function addedReport(added: Added, found: Workflows, core: NodeTable): readonly string[] {
  const [recipe = asGeneral(added, core)] = found.recipes;
  const broken = checkReport({ recipes: [], broken: found.broken });
  const read = readDraft(added);
  return [
    `Written: ${added.path}`,
    '',
    ...(recipe ? [...commandText(recipe), ''] : []),
    ...(read ? needsText(read, added.table, recipe) : []),
    ...added.notes.map((note) => `· ${note}`),
    ...(added.notes.length > 0 ? [''] : []),
    ...(read ? valuesText(read) : []),
    ...(broken.length > 0
      ? [...broken, '', `To be put right in ${added.path}, before the bot takes it.`]
      : [
          `Next: look through ${added.path}/manifest.json (docs/workflows.md says what may stand there), then start the bot anew.`,
        ]),
  ];
}

/** A workflow names all of its models itself. */
const OWN_MODELS = {
  models: { checkpoint: '', ipAdapterFile: '', clipVisionName: '' },
  faceWorkflow: 'face-reference',
} as const;

/** The command as it would be, where its adult rating, its name or its size keeps it from being one. */
function asGeneral({ name, manifest, graph }: Added, core: NodeTable): Recipe | undefined {
  const general = { ...manifest, rating: 'general' };
  const read = workflowRecipe({ name, manifest: general, graph }, core);
  const isGeneral = 'rating' in manifest && manifest.rating === general.rating;
  return 'recipe' in read ? { ...read.recipe, rating: isGeneral ? 'general' : 'adult' } : undefined;
}

/** What was drafted, as far as it can be read. */
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

/** For a recipe with every choice; else, where it is not known what people may choose, for what was exported. */
function needsText(
  { graph, manifest }: ReadDraft,
  table: NodeTable,
  recipe: Recipe | undefined,
): readonly string[] {
  const { nodes, models } = recipe ? recipeNeeds(recipe, OWN_MODELS) : needsOf(graph);
  const folders = [...new Set(models.map(({ folder }) => folder))];
  const files = folders.map((folder) => {
    const names = models
      .filter((one) => one.folder === folder)
      .map((one) => one.files.join(' or '));
    return `  ${folder}: ${names.join(', ')}`;
  });
  const others = nodes.filter((name) => {
    const known = table.get(name);
    return !known || !isCore(known);
  });
  const classes =
    others.length > 0
      ? [`  node classes that are not ComfyUI's own: ${others.join(', ')}`]
      : ['  no node classes but those of ComfyUI 0.33.0'];
  const elsewhere = manifest ? filesElsewhere(graph, manifest) : [];
  const theirs =
    elsewhere.length > 0
      ? [`  files of these, unless they fetch them themselves: ${elsewhere.join(', ')}`]
      : [];
  return ['The worker must have:', ...files, ...classes, ...theirs, ''];
}
