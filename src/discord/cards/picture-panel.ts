import { dollarsOf } from '../../engines/money.ts';
import { own } from '../../engines/record.ts';
import { type Job, picturesShown } from '../../jobs/job.ts';
import { type ValueOption, valueOptions } from '../../recipes/option.ts';
import { optionName, stepLabel, titleOf } from '../../recipes/option-words.ts';
import type { Steps } from '../../recipes/picture-steps.ts';
import type { Recipe } from '../../recipes/recipe.ts';
import { notesOf } from '../../recipes/request-notes.ts';
import { OUTSIDE_SERVERS } from '../../rules/outside-servers.ts';
import type { Catalogue } from '../../say/say.ts';
import { parseCustomId } from '../interactions/custom-id.ts';
import { type Card, type CardButton, type CardSelect, LONGEST_TEXT } from './card.ts';
import { originText } from './job-lines.ts';
import { jobFooter } from './own-mark.ts';
import { pictureSelect } from './picture-select.ts';
import { codeBlock, messageLink, plainWords, quotePrompt, withinFrame } from './text.ts';
import { commandLine, shownLike, typedText } from './typed-command.ts';

/** What the panel about a picture offers. */
export interface PanelOf {
  readonly job: Job;
  /** The picture's index, from 0. */
  readonly picture: number;
  /** The actions on the message that the panel was opened from. They are not repeated. */
  readonly above: readonly string[];
  /** The steps available from it; none if no command makes such pictures any more. */
  readonly steps: Steps | undefined;
  /** The number of form pages to change everything. */
  readonly pages: number;
  /** Whether this member may delete it. */
  readonly mayDelete: boolean;
  /** Whether this member may save it by direct message. */
  readonly maySave: boolean;
}

/** Actions that a job's own message has as well, unless it lacks room. */
const USUAL_ACTIONS = ['again', 'vary', 'upscale', 'edit'] as const;

/** The usual actions among the custom ids of a message. */
export function usualActionsIn(customIds: readonly string[]): readonly string[] {
  const actions = new Set(customIds.map((id) => parseCustomId(id)?.action));
  return USUAL_ACTIONS.filter((action) => actions.has(action));
}

/** Stores the actions above a panel in its custom ids, so that it can be redrawn. */
export function aboveName(above: readonly string[]): { readonly name?: string } {
  return above.length === 0 ? {} : { name: above.join('-') };
}

/** Reads them back. Panels of earlier versions have none, and repeat all actions. */
export function aboveNamed(name: string | undefined): readonly string[] {
  return name?.split('-') ?? [];
}

/** What can be done with a picture besides the actions above it, for the member who asked. */
export function picturePanel({ job, picture, ...offered }: PanelOf, words: Catalogue): Card {
  const { panel } = words;
  const { above, steps, pages, mayDelete, maySave } = offered;
  const { buttons: usual } = words.result;
  const count = picturesShown(job);
  const button = (action: string, label: string, name = {}): CardButton => ({
    id: { action, job: job.id, index: picture, ...name },
    label,
    kind: 'secondary',
  });
  return {
    lines: [count > 1 ? panel.headOf(job.id, picture + 1, count) : panel.head(job.id)],
    selects: [
      ...(count > 1
        ? [pictureSelect(job, { action: 'more', ...aboveName(above) }, words, picture)]
        : []),
      ...stepSelect({ job, picture, steps, pages }, words),
    ],
    buttons: [
      [
        ...USUAL_ACTIONS.filter((action) => steps?.[action] && !above.includes(action)).map(
          (action) => button(action, usual[action]),
        ),
        ...(steps?.vary ? [button('start', panel.buttons.start)] : []),
        ...(pages === 2 ? [button('edit', panel.buttons.options, { name: '1' })] : []),
        ...(job.wanted.readable ? [button('details', panel.buttons.details)] : []),
      ],
      [
        ...(job.pictures.length > 0 ? [button('original', panel.buttons.original)] : []),
        ...(maySave ? [button('save', panel.buttons.save)] : []),
        ...(mayDelete ? [button('delete', panel.buttons.delete, aboveName(above))] : []),
        ...(isReportable(job) ? [button('report', panel.buttons.report)] : []),
      ],
    ],
  };
}

/** The workflow's own steps, and the pages of options if there are several. */
function stepSelect(
  { job, picture, steps, pages }: Pick<PanelOf, 'job' | 'picture' | 'steps' | 'pages'>,
  words: Catalogue,
): readonly CardSelect[] {
  const { panel } = words;
  const options = [
    ...(steps?.others ?? []).map((step) => {
      const { command = '' } = step.recipe;
      const label = stepLabel(step, words) ?? titleOf(step.recipe, words) ?? command;
      return { label, value: `next=${command}` };
    }),
    ...Array.from({ length: pages > 2 ? pages - 1 : 0 }, (_, page) => ({
      label: panel.optionsPage(page + 1),
      value: `edit=${page + 1}`,
    })),
  ];
  if (options.length === 0) return [];
  return [
    { id: { action: 'step', job: job.id, index: picture }, placeholder: panel.step, options },
  ];
}

/** Limit of a prompt or value in the frame. */
const LONGEST_WRITTEN = 1_000;
const LONGEST_VALUE = 100;

/** A picture's params and relatives. */
export interface DetailsOf {
  readonly job: Job;
  readonly recipe: Recipe;
  /** The command that makes such pictures. */
  readonly command: string;
  /** Some of the jobs made from it, newest first. */
  readonly made: readonly Job[];
  /** Whether the viewer is its requester: names of presets and defaults are private. */
  readonly isOwn: boolean;
}

/** The details, and the command line for a file if too long to copy from a message. */
export interface Details {
  readonly card: Card;
  readonly line: string | undefined;
}

/** All params of a picture as a command line, and what was made from it. */
export function detailsOf(
  { job, recipe, command, made, isOwn }: DetailsOf,
  words: Catalogue,
): Details {
  const { details } = words.panel;
  const { wanted, origin, models, costMicros } = job;
  const { params, inputs } = wanted;
  const { written } = notesOf(params);
  const line = commandLine({ command, recipe }, params, { words, besides: shownLike(job) });
  const isDirect = job.private && !job.ephemeral;
  const text = [details.copy(inputs.length, isDirect), codeBlock(line)];
  const isShort = text.join('\n').length <= LONGEST_TEXT;
  const lines = [
    ...(made.length > 0 ? [details.made, ...made.map((one) => madeLine(one, words))] : []),
    ...(origin ? [originText(origin, words)] : []),
    ...(models.checkpoint === '' ? [] : [details.checkpoint(models.checkpoint)]),
    ...(costMicros === undefined ? [] : [details.cost(dollarsOf(costMicros))]),
    ...(written === undefined ? [] : [details.written(quotePrompt(written, LONGEST_WRITTEN))]),
    ...settingLines(recipe, job, { isOwn, words }),
  ];
  return {
    card: {
      text: isShort ? text : [details.inFile(inputs.length)],
      lines: withinFrame(lines, words),
      ...(!isShort && { files: [commandFile(job)] }),
      foot: jobFooter(job),
    },
    line: isShort ? undefined : line,
  };
}

/** What was made from a picture: how, and where it is. */
function madeLine(job: Job, words: Catalogue): string {
  const link = messageLink(job, words);
  const how = USUAL_ACTIONS.find((action) => action === job.origin?.step);
  return how === undefined ? link : `${words.result.buttons[how]} · ${link}`;
}

/** The name of the file with the command line. */
export function commandFile({ id }: Pick<Job, 'id'>): string {
  return `${id}.txt`;
}

/**
 * Whether a text is empty that the command would fill with its default: only a form can do that.
 */
function isCleared(option: ValueOption, value: unknown): boolean {
  return value === '' && option.kind === 'text' && (option.default ?? '') !== '';
}

/** All settings in option order, with their source if the member did not type them. */
function settingLines(
  { options }: Recipe,
  { wanted }: Job,
  { isOwn, words }: { readonly isOwn: boolean; readonly words: Catalogue },
): readonly string[] {
  const { details } = words.panel;
  const { kept, preset } = isOwn ? notesOf(wanted.params) : { kept: {}, preset: undefined };
  return valueOptions(options).flatMap(([name, option]) => {
    const text = typedText(option, wanted.params[name], words);
    const shownName = optionName(name, option, words);
    const from = own<string>(kept, name);
    if (isCleared(option, wanted.params[name])) return [details.emptied(shownName)];
    if (text === '' || (name === 'prompt' && from === undefined)) return [];
    const source =
      from === 'preset' && preset !== undefined
        ? details.preset(plainWords(preset, LONGEST_VALUE))
        : details.default;
    const shown = name === 'prompt' ? '' : ` ${plainWords(text, LONGEST_VALUE)}`;
    return [`**${shownName}**${shown}${from === undefined ? '' : ` (${source})`}`];
  });
}

/** Only its requester sees a private picture. Outside servers, the operator decides what they report. */
function isReportable({ private: isPrivate, guildId }: Pick<Job, 'private' | 'guildId'>): boolean {
  return !isPrivate || guildId === OUTSIDE_SERVERS;
}
