import type { NodeTable } from '../../comfy/node-table.ts';
import { isRecord } from '../../engines/record.ts';
import { MAX_PICTURES } from '../../workers/output.ts';
import { readApiGraph } from '../api-graph.ts';
import { isGivenPicture, madeBesides, noPictures, savesPictures } from '../output-nodes.ts';
import type { KnownModels } from '../needs/known-models.ts';
import { paintsNothing } from '../needs/proposed-rating.ts';
import { noteOn, notesOf, type Problem } from '../problem.ts';
import { type Chosen, readAppMode } from './app-mode.ts';
import { chosenRoles } from './chosen-roles.ts';
import { Exported, type Place, placeKey } from './exported.ts';
import { findRoles, placesOf } from './find-roles.ts';
import { type Change, isOfExtension, type Linked, replaceInputNodes } from './input-nodes.ts';
import { placeholders } from './left-alone.ts';
import { findWays, withoutPictures } from './known-ways.ts';
import { calledBy, mainModel } from './loras.ts';
import {
  cutPicturesText,
  cutUnusedPictures,
  filledInText,
  fillInMissing,
  readNumbers,
  readNumbersText,
  renameChoices,
  renamedText,
  renameFromWindows,
} from './mended-export.ts';
import { changedAfterPadding, changedOnTheWay } from './picture-path.ts';
import { cutAtWord, entryOf, nameOf, type Role } from './role.ts';
import { isSampler } from './samplers.ts';
import { findSavers, saverNotes } from './savers.ts';
import { settableNumber, settableText } from './settable.ts';

/** The source of a workflow's folder. */
export interface Source {
  /** The name of the folder and the command. */
  readonly name: string;
  /** Parsed JSON: ComfyUI's export, and the same workflow as saved by App Mode. */
  readonly file: unknown;
  readonly app?: unknown;
  /** Whether the operator declares its models general-audience. */
  readonly isGeneral: boolean;
  readonly table: NodeTable;
  /** Known base models, after which it is described. */
  readonly models?: Pick<KnownModels, 'baseOf'>;
}

/** A manifest to write, with its entries. */
export interface DraftManifest {
  readonly nodes: readonly {
    readonly type: string;
    readonly name?: string;
    readonly node_ids?: readonly string[];
  }[];
  readonly [key: string]: unknown;
}

/** A folder's files before they are written. */
export interface Draft {
  readonly manifest: DraftManifest;
  /** The graph, if it differs from the export. */
  readonly changed?: object;
  /** Remarks for the operator, in sentences. */
  readonly notes: readonly string[];
}

/** Finds what members would set in an exported workflow, and drafts a manifest. */
export function draftWorkflow({
  name,
  file,
  app,
  isGeneral,
  table,
  models,
}: Source): Draft | { readonly problems: readonly Problem[] } {
  const replaced = replaceInputNodes(isRecord(file) ? file : {});
  const before = readApiGraph(replaced.changes.length > 0 ? replaced.file : file);
  if ('problems' in before) return before;
  const paths = renameFromWindows(replaced.file, table);
  const numbers = readNumbers(paths.file, table);
  const whole = fillInMissing(numbers.file, table);
  const read = readApiGraph(whole.file);
  if ('problems' in read) return read;
  const plain = new Exported(read.graph, table);
  const shown = app === undefined ? undefined : readAppMode(app, plain);
  const linked = replaced.linked.map((one) => atItsEnd(plain, one));
  const marked = [...replaced.chosen, ...linked.flatMap(({ chosen }) => chosen ?? [])];
  const chosen = [...marked, ...(shown?.inputs ?? [])].map((one) => ({
    ...one,
    ...(one.choices && { choices: renameChoices(one.choices, paths.renamed) }),
  }));
  const places = chosen.flatMap((one) => one.places);
  const exported = new Exported(read.graph, table, {
    chosen: places,
    titles: titlesIn(replaced.file),
  });
  const savers = findSavers(exported);
  if (savers.nodes.length === 0) return { problems: [noPictures(read.graph, table)] };
  const own = (shown?.outputs ?? []).filter(
    (id) => savesPictures(exported.className(id), exported.classOf(id)) !== false,
  );
  const posted = own.length > 0 ? own : savers.nodes;
  // More do not fit into a message, and each may need pictures that are sent for nothing.
  const outputs = posted.slice(0, MAX_PICTURES);
  const dropped = savers.nodes.filter((id) => !posted.includes(id));
  const found = findRoles(exported, outputs, { isGeneral });
  const picked =
    chosen.length === 0
      ? undefined
      : chosenRoles(exported, chosen, [...found.roles, ...found.others]);
  const roles = picked ? withAlways(picked.roles, found.roles) : found.roles;
  const behind = exported.behind(outputs);
  const ways = findWays(exported, roles, { outputs, set: placesOf(roles) });
  const model = mainModel(exported, [...exported.behind(found.first), ...behind]);
  const by =
    model === undefined ? `the workflow ${name}` : (models?.baseOf(model)?.name ?? calledBy(model));
  // Nothing in it can paint anything adult, and photos of people need a general rating.
  const needsNoRating = !isGeneral && paintsNothing(read.graph, behind, table);
  const manifest = {
    title: titleOf(name),
    description: cutAtWord(`Pictures by ${by}`, 100),
    ...((isGeneral || needsNoRating) && { rating: 'general' }),
    nodes: roles.map(entryOf),
    outputs,
  };
  const cut = cutUnusedPictures(whole.file, exported, outputs);
  const left = Object.keys(read.graph).filter((id) => isOfExtension(exported.className(id)));
  const notes = notesOf(
    app !== undefined && !shown && NO_APP,
    needsNoRating && NEEDS_NO_RATING,
    renamedText(paths.renamed),
    readNumbersText(numbers.read),
    filledInText(whole.filled),
    cutPicturesText(cut),
    noteOn('Left as it is, so that the worker needs its extension', exported.names(left)),
    madeBesides(read.graph, table).map((made) => `Not shown: ${made}.`),
    changesOf(replaced.changes),
    linked.flatMap(({ left }) => left ?? []),
    shown?.missing.map(
      (what) => `App Mode shows ${what}, which is not in the export: it is left out.`,
    ),
    noteOn('App Mode does not show what these save, so it is not posted', exported.names(dropped)),
    saverNotes(exported, savers, { outputs: [...posted, ...dropped], behind }),
    tooMany(posted),
    ways.several,
    withoutPictures(exported, roles, outputs),
    found.notes,
    picked?.notes,
    picked && notChosen(exported, found.roles, roles),
    unusedSamplers(exported, behind),
    ways.notes,
    changedOnTheWay(exported, roles, {
      from: [...found.latents, ...found.first],
      nodes: behind,
      outputs,
      known: new Set([...sizedBy(roles), found.scaling ?? [], ...ways.unsure].flat()),
      sized: new Set(sizedBy(roles)),
    }),
    changedAfterPadding(exported, roles, {
      nodes: behind,
      outputs,
      known: new Set(found.first),
    }),
    readAlike(roles),
    placeholders(exported, behind, placesOf(roles.filter(isAlwaysSet))),
  );
  return { manifest, ...(cut.file !== file && { changed: cut.file }), notes };
}

/** Whether every job replaces the exported value. An omitted picture takes its node with it. */
function isAlwaysSet({ entry: { type } }: Role): boolean {
  return type === 'prompt' || type === 'image' || type === 'mask';
}

const NEEDS_NO_RATING =
  'Rated general without --general, since no model in it paints: it only changes pictures.';

const NO_APP = 'The file of --app holds no App Mode, so nothing was taken from it.';

/**
 * Without a seed option, the same prompt would always make the same picture. The negative prompt
 * carries the safety terms.
 */
const ALWAYS: ReadonlySet<string> = new Set(['negative_prompt', 'seed']);

function withAlways(chosen: readonly Role[], found: readonly Role[]): readonly Role[] {
  const has = new Set(chosen.map(({ entry }) => entry.type));
  return [...chosen, ...found.filter(({ entry: { type } }) => ALWAYS.has(type) && !has.has(type))];
}

/** Roles besides the author's choice. */
function notChosen(
  exported: Exported,
  found: readonly Role[],
  offered: readonly Role[],
): string | false {
  const set = placesOf(offered);
  const left = found.flatMap((role) => {
    const [place] = role.places.filter((one) => !set.has(placeKey(one)));
    if (!place || place !== role.places[0]) return [];
    return [`${nameOf(role)} of node ${exported.named(place.node)}`];
  });
  return noteOn(
    'What people may set was chosen in the workflow, so this stays as it was exported',
    left,
  );
}

function changesOf(changes: readonly Change[]): readonly string[] {
  const written = ({ node, className, into }: Change) =>
    `${node} (${className})${into === undefined ? '' : ` into ${into}`}`;
  const gone = changes.filter(({ into, isLink }) => into === undefined && !isLink).map(written);
  const linked = changes.filter(({ isLink }) => isLink).map(written);
  const made = changes.filter(({ into }) => into !== undefined).map(written);
  return notesOf(
    noteOn('Not as exported: values stand where these nodes led to', gone),
    noteOn(
      'Not as exported: links stand where these nodes led to, to what they were linked to',
      linked,
    ),
    made.length > 0 && `Not as exported: made ${made.join(', ')}.`,
  );
}

/** The value that a marked input's link leads to, if it is one that members can set. */
function atItsEnd(
  exported: Exported,
  { node, className, places, ...said }: Linked,
): { readonly chosen?: Chosen; readonly left?: string } {
  const [place] = places;
  if (!place) return {};
  const end = endOf(exported, className, place);
  if (end) return { chosen: { ...said, places: [end] } };
  const source = exported.source(place);
  const from = source === undefined ? 'nowhere' : `node ${exported.named(source)}`;
  const name = said.name ?? place.input;
  return {
    left: `${name} of node ${node} (${className}) comes from ${from}, where no value of its own stands: it is not offered.`,
  };
}

function endOf(exported: Exported, className: string, place: Place): Place | undefined {
  if (/number/i.test(className)) return settableNumber(exported, place);
  return /text/i.test(className) ? settableText(exported, place, 'positive') : undefined;
}

function sizedBy(roles: readonly Role[]): readonly string[] {
  const sizes = roles.filter((role) => nameOf(role) === 'aspect_ratio');
  return sizes.flatMap(({ places }) => places.map(({ node }) => node));
}

/**
 * Reports samplers whose pictures go elsewhere: into a video, say, or nowhere. Also ComfyUI's own
 * nodes that make a picture of one, and lead nowhere, or only to previews that are not posted.
 */
function unusedSamplers(exported: Exported, behind: readonly string[]): readonly string[] {
  const used = new Set(behind);
  const samplers = Object.keys(exported.graph).filter((id) => isSampler(exported, id));
  const sampled = exported.madeFrom(samplers);
  const isShown = (id: string) =>
    sampled.has(id) &&
    exported.className(id) !== 'MaskToImage' &&
    exported.usesOf(id).every((use) => exported.className(use.node) === 'PreviewImage');
  const leadsNowhere = (id: string) =>
    (exported.usesOf(id).length === 0 || isShown(id)) &&
    exported.classOf(id)?.isOutput === false &&
    exported.classOf(id)?.outputs[0] === 'IMAGE' &&
    isGivenPicture(id, exported.graph, exported.table);
  return Object.keys(exported.graph)
    .filter((id) => !used.has(id) && (isSampler(exported, id) || leadsNowhere(id)))
    .map(
      (id) =>
        `Node ${exported.named(id)} makes a picture that none of the outputs is made from, so it is not run: a SaveImage after it would post it.`,
    );
}

function tooMany({ length }: readonly string[]): string | false {
  return (
    length > MAX_PICTURES &&
    `${length} nodes save or show pictures, and a message holds ${MAX_PICTURES}: outputs names the first ${MAX_PICTURES}. Choose the best there.`
  );
}

/** Reports picture and text options that members cannot tell apart. */
function readAlike(roles: readonly Role[]): readonly string[] {
  const described = roles.filter(({ entry: { type } }) => ['image', 'mask', 'text'].includes(type));
  const byText = Map.groupBy(described, ({ entry: { description } }) =>
    String(description).replace(/, if you like$/, ''),
  );
  return [...byText.values()].flatMap((alike) => {
    const names = alike.map(
      (role) => `${nameOf(role)} (node ${role.places.map(({ node }) => node).join(', ')})`,
    );
    const says = `Members read the same of ${names.join(', ')}: say in manifest.json what each is for, or give the nodes titles in ComfyUI.`;
    return names.length > 1 ? [says] : [];
  });
}

/** The nodes' titles in the editor. */
function titlesIn(file: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(file).flatMap(([id, node]) => {
      const meta = isRecord(node) && isRecord(node._meta) ? node._meta : {};
      return typeof meta.title === 'string' ? [[id, plainTitle(meta.title)] as const] : [];
    }),
  );
}

/** A description on Discord has half of it. */
const LONGEST_TITLE = 200;

/** A title without the marks by which programs find its node: `{{image}}`, `_first_image`. */
function plainTitle(given: string): string {
  const title = given.slice(0, LONGEST_TITLE);
  const plain = title.replace(/\{\{|\}\}/g, '').replace(/^[\s_]+|[\s_]+$/g, '');
  return plain === title.trim() ? plain : plain.replace(/_+/g, ' ');
}

/** `flux-dev` becomes `Flux dev`. */
function titleOf(name: string): string {
  const words = name.replace(/[-_]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
