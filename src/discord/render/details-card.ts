import { usdOf } from '../../comfy/money.ts';
import { snakeCase } from '../../comfy/option-names.ts';
import { valueOptions, type ValueOption } from '../../comfy/option.ts';
import type { Recipe } from '../../comfy/recipe.ts';
import { notesOf } from '../../comfy/request-notes.ts';
import type { Job } from '../../jobs/job.ts';
import type { Catalogue } from '../../say/say.ts';
import { own } from '../interactions/own.ts';
import { LONGEST_TEXT, type Card } from './card.ts';
import { codeBlock } from './code-block.ts';
import { commandLine, shownLike, typedText } from './command-line.ts';
import { cameFrom } from './job/origin-line.ts';
import { messageLink } from './message-link.ts';
import { jobFoot } from './own-mark.ts';
import { plainWords, quotePrompt } from './prompt-text.ts';
import { withinFrame } from './within-frame.ts';

/** Of a prompt and of a value in the frame. */
const LONGEST_WRITTEN = 1_000;
const LONGEST_VALUE = 100;

/** What a job's picture was made with. */
export interface DetailsOf {
  readonly job: Job;
  readonly recipe: Recipe;
  /** The command that makes such pictures. */
  readonly command: string;
  /** Some of what was made from it, newest first. */
  readonly made: readonly Job[];
  /** Whether its requester asks: what they keep for themselves is nobody else's. */
  readonly isOwn: boolean;
}

/** The details, and the line for a file of its own where it is too long to be copied from a message. */
export interface Details {
  readonly card: Card;
  readonly line: string | undefined;
}

/** Everything that a picture was made with, as a line to send again, and what came of it. */
export function detailsOf(
  { job, recipe, command, made, isOwn }: DetailsOf,
  words: Catalogue,
): Details {
  const { details } = words.panel;
  const { wanted, origin, models, costMicros } = job;
  const { params, inputs } = wanted;
  const { written } = notesOf(params);
  const line = commandLine(command, recipe, params, shownLike(job));
  const isDirect = job.private && !job.ephemeral;
  const text = [details.copy(inputs.length, isDirect), codeBlock(line)];
  const isShort = text.join('\n').length <= LONGEST_TEXT;
  const lines = [
    ...(made.length > 0 ? [details.made, ...made.map((one) => messageLink(one, words))] : []),
    ...(origin ? [cameFrom(origin, words)] : []),
    ...(inputs.length > 0 ? [details.pictures(inputs.length)] : []),
    ...(models.checkpoint === '' ? [] : [details.checkpoint(models.checkpoint)]),
    ...(costMicros === undefined ? [] : [details.cost(usdOf(costMicros))]),
    ...(written === undefined ? [] : [details.written(quotePrompt(written, LONGEST_WRITTEN))]),
    ...settingLines(recipe, job, { isOwn, words }),
  ];
  return {
    card: {
      text: isShort ? text : [details.inFile(inputs.length)],
      lines: withinFrame(lines, words),
      ...(!isShort && { files: [commandFile(job)] }),
      foot: jobFoot(job),
    },
    line: isShort ? undefined : line,
  };
}

/** The name of the file that has the line. */
export function commandFile({ id }: Pick<Job, 'id'>): string {
  return `${id}.txt`;
}

/** Whether nothing stands where the command would put its default: a form can empty a text, and no command can. */
function isEmptied(option: ValueOption, value: unknown): boolean {
  return value === '' && option.kind === 'text' && (option.default ?? '') !== '';
}

/** Every setting, in the order of the options, and where it came from if nobody filled it in. */
function settingLines(
  { options }: Recipe,
  { wanted }: Job,
  { isOwn, words }: { readonly isOwn: boolean; readonly words: Catalogue },
): readonly string[] {
  const { details } = words.panel;
  const { kept, preset } = isOwn ? notesOf(wanted.params) : { kept: {}, preset: undefined };
  return valueOptions(options).flatMap(([name, option]) => {
    const text = typedText(option, wanted.params[name]);
    const from = own<string>(kept, name);
    if (isEmptied(option, wanted.params[name])) return [details.emptied(snakeCase(name))];
    if (text === '' || (name === 'prompt' && from === undefined)) return [];
    const source =
      from === 'preset' && preset !== undefined
        ? details.preset(plainWords(preset, LONGEST_VALUE))
        : details.default;
    const shown = name === 'prompt' ? '' : ` ${plainWords(text, LONGEST_VALUE)}`;
    return [`**${snakeCase(name)}**${shown}${from === undefined ? '' : ` (${source})`}`];
  });
}
