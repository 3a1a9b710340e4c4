import { valueOptions, type ShownSetting, type ValueOption } from '../../../comfy/option.ts';
import type { Params, Recipe } from '../../../comfy/recipe.ts';
import type { Job } from '../../../jobs/job.ts';
import type { Catalogue } from '../../../say/say.ts';
import { wordsFor } from '../words-for.ts';

/** The shape of a picture and what was chosen for it, in one line. None where nothing was. */
export function settingsLine(job: Job): string[] {
  const words = wordsFor(job);
  const settings = job.wanted.settings.map((one) => inWords(one, words));
  return settings.length === 0 ? [] : [`\`${settings.join(' · ')}\``];
}

/** What the settings line of a message says, as far as an option of the recipe is written like that. */
export function settingsShown(
  description: string,
  { options }: Pick<Recipe, 'options'>,
  words: Pick<Catalogue, 'result'>,
): Params {
  const [, line = ''] = /^`([^`]+)`$/m.exec(description) ?? [];
  const parts = line.split(' · ');
  return Object.fromEntries(
    valueOptions(options).flatMap(([name, option]) => {
      const value = parts.flatMap((part) => valueShown(option, part, words) ?? []);
      return value.length === 0 ? [] : [[name, value[0]]];
    }),
  );
}

/** The value that an option writes like that; `undefined` where it has none. */
function valueShown(
  option: ValueOption,
  part: string,
  words: Pick<Catalogue, 'result'>,
): string | number | undefined {
  const isIt = (shown: ShownSetting | undefined) =>
    shown !== undefined && inWords(shown, words) === part;
  if (option.kind === 'choice') return option.names.find((one) => isIt(option.shown?.(one)));
  if (option.kind !== 'whole' && option.kind !== 'number') return undefined;
  const value = Number(/-?\d+(?:\.\d+)?/.exec(part)?.[0]);
  return Number.isFinite(value) && isIt(option.shown?.(value)) ? value : undefined;
}

function inWords(one: ShownSetting, { result }: Pick<Catalogue, 'result'>): string {
  return typeof one === 'string' ? one : result.steps(one.steps);
}
