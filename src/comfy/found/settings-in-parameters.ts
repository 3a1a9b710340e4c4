import { foundAny, type FoundSettings } from './found-settings.ts';

/** More is no list of settings. Characters. */
const LONGEST_TEXT = 65_536;

const NEGATIVE = 'Negative prompt:';
const STEPS = 'Steps:';

/** Names that follow no rule. */
const SAMPLERS: ReadonlyMap<string, string> = new Map([
  ['unipc', 'uni_pc'],
  ['dpm2', 'dpm_2'],
  ['dpm2 a', 'dpm_2_ancestral'],
]);
/** How schedulers were named before they had an entry of their own: behind the sampler. */
const SCHEDULERS = ['karras', 'exponential', 'sgm uniform'];

/**
 * Reads the text that AUTOMATIC1111's web UI writes into a picture (`create_infotext` in its `modules/processing.py`): the
 * prompt, a line `Negative prompt: …`, and a last line `Steps: 20, Sampler: Euler a, …`. `undefined` where there is no
 * such line.
 */
export function settingsInParameters(text: string): FoundSettings | undefined {
  if (text.length > LONGEST_TEXT) return undefined;
  const whole = `\n${text.replaceAll('\r\n', '\n')}`;
  const at = whole.lastIndexOf(`\n${STEPS}`);
  if (at === -1) return undefined;
  const words = whole.slice(0, at);
  const negativeAt = words.indexOf(`\n${NEGATIVE}`);
  const entries = entriesOf(whole.slice(at + 1).split('\n')[0] ?? '');
  const [, width, height] = /^(\d{1,6})x(\d{1,6})$/.exec(entries.get('Size') ?? '') ?? [];
  return foundAny({
    prompt: (negativeAt === -1 ? words : words.slice(0, negativeAt)).trim(),
    negativePrompt:
      negativeAt === -1 ? undefined : words.slice(negativeAt + NEGATIVE.length + 1).trim(),
    steps: numberIn(entries.get('Steps')),
    cfg: numberIn(entries.get('CFG scale')),
    ...samplerIn(entries.get('Sampler'), entries.get('Schedule type')),
    seed: numberIn(entries.get('Seed')),
    width: numberIn(width),
    height: numberIn(height),
  });
}

/** The first of each name: what stands in quotes may have commas and names in it, and comes later. */
function entriesOf(line: string): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  for (const part of line.split(',')) {
    const at = part.indexOf(':');
    const name = part.slice(0, Math.max(at, 0)).trim();
    if (at !== -1 && !entries.has(name)) entries.set(name, part.slice(at + 1).trim());
  }
  return entries;
}

/** `DPM++ 2M Karras` is ComfyUI's `dpmpp_2m` with `karras`. */
function samplerIn(
  name: string | undefined,
  type: string | undefined,
): Pick<FoundSettings, 'sampler' | 'scheduler'> {
  const said = (name ?? '').toLowerCase();
  const behind = SCHEDULERS.find((one) => said.endsWith(` ${one}`));
  const sampler = behind === undefined ? said : said.slice(0, -behind.length - 1);
  const scheduler = type?.toLowerCase() ?? behind ?? '';
  const isSaid = scheduler !== '' && scheduler !== 'automatic';
  return {
    sampler: sampler === '' ? undefined : (SAMPLERS.get(sampler) ?? asInComfyUI(sampler)),
    scheduler: isSaid ? scheduler.replaceAll(' ', '_') : undefined,
  };
}

function asInComfyUI(sampler: string): string {
  const whole = sampler.endsWith(' a') ? `${sampler.slice(0, -2)} ancestral` : sampler;
  return whole.replaceAll('dpm++', 'dpmpp').replaceAll(' ', '_');
}

function numberIn(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}
