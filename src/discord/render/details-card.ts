import { usdOf } from '../../comfy/money.ts';
import { snakeCase } from '../../comfy/option-names.ts';
import { valueOptions } from '../../comfy/option.ts';
import type { Recipe } from '../../comfy/recipe.ts';
import { notesOf } from '../../comfy/request-notes.ts';
import type { Job } from '../../record/job/job.ts';
import type { Catalogue } from '../../say/say.ts';
import type { Card } from './card.ts';
import { codeBlock } from './code-block.ts';
import { commandLine, settingText } from './command-line.ts';
import { cameFrom } from './job/origin-line.ts';
import { messageLink } from './message-link.ts';
import { jobFoot } from './own-mark.ts';
import { plainWords, quotePrompt } from './prompt-text.ts';

/** What Discord takes outside a frame; a phone copies nothing else. */
const LONGEST_TEXT = 2_000;
/** Of what stands in the frame, and of a value in it. */
const LONGEST_WRITTEN = 1_000;
const LONGEST_VALUE = 100;

/** What a job's picture was made with. */
export interface DetailsOf {
  readonly job: Job;
  readonly recipe: Recipe;
  /** The command that makes such pictures. */
  readonly command: string;
  /** Some of what was made from it, newest first, and how many more there are. */
  readonly made: readonly Job[];
}

/** Everything that a picture was made with, as a line to send again, and what came of it. */
export function detailsCard({ job, recipe, command, made }: DetailsOf, words: Catalogue): Card {
  const { details } = words.panel;
  const { wanted, origin, models, costMicros } = job;
  const { params, inputs } = wanted;
  const { written } = notesOf(params);
  const line = codeBlock(commandLine(command, recipe, params));
  const isShort = line.length + details.copy.length < LONGEST_TEXT;
  return {
    ...(isShort && { text: [details.copy, line] }),
    lines: [
      ...(isShort ? [] : [details.copy, line]),
      ...settingLines(recipe, job, words),
      ...(models.checkpoint === '' ? [] : [details.checkpoint(models.checkpoint)]),
      ...(written === undefined ? [] : [details.written(quotePrompt(written, LONGEST_WRITTEN))]),
      ...(origin ? [cameFrom(origin, words)] : []),
      ...(inputs.length > 0 ? [details.pictures(inputs.length)] : []),
      ...(costMicros === undefined ? [] : [details.cost(usdOf(costMicros))]),
      ...(made.length > 0 ? [details.made, ...made.map((one) => messageLink(one, words))] : []),
    ],
    foot: jobFoot(job),
  };
}

/** Every setting, in the order of the options, and where it came from if nobody filled it in. */
function settingLines({ options }: Recipe, { wanted }: Job, words: Catalogue): readonly string[] {
  const { details } = words.panel;
  const { kept, preset } = notesOf(wanted.params);
  return valueOptions(options).flatMap(([name]) => {
    const text = settingText(wanted.params[name]);
    const from = kept[name];
    if (text === '' || (name === 'prompt' && from === undefined)) return [];
    const source =
      from === 'preset' && preset !== undefined
        ? details.preset(plainWords(preset, LONGEST_VALUE))
        : details.default;
    const shown = name === 'prompt' ? '' : ` ${plainWords(text, LONGEST_VALUE)}`;
    return [`**${snakeCase(name)}**${shown}${from === undefined ? '' : ` (${source})`}`];
  });
}
