import { snakeCase } from '../../comfy/option-names.ts';
import type { Preset } from '../../privacy/sql/presets.ts';
import type { Catalogue } from '../../say/say.ts';
import { LONGEST_PRESET_NAME } from '../interactions/recipe-definition.ts';
import { plainWords } from './prompt-text.ts';
import { withinFrame } from './within-frame.ts';

/** As much of a preset's words, and of all its options, as is shown. */
const WORDS_LENGTH = 60;
const OPTIONS_LENGTH = 120;

/** Presets in a line each, those of a person before those of their server: as many as fit into a message. */
export function presetLines(
  presets: readonly Preset[],
  /** By the names of recipes. */
  commands: ReadonlyMap<string, string>,
  catalogue: Pick<Catalogue, 'presets' | 'more'>,
): readonly string[] {
  const { presets: words } = catalogue;
  const lineOf = ({ name, before, after, options, recipe }: Preset) => {
    const around = [before, words.prompt, after].filter((part) => part !== '').join(' ');
    const parts = [
      `**${plainWords(name, LONGEST_PRESET_NAME)}**`,
      ...(before + after === '' ? [] : [plainWords(around, WORDS_LENGTH)]),
      ...(Object.keys(options).length === 0 ? [] : [optionsText(options)]),
      ...(recipe === undefined ? [] : [boundTo(commands.get(recipe), words)]),
    ];
    return `• ${parts.join(' · ')}`;
  };
  const ofKind = (kind: Preset['owner']['kind'], title: string) => {
    const lines = presets.filter(({ owner }) => owner.kind === kind).map(lineOf);
    return lines.length === 0 ? [] : [`__${title}__`, ...lines];
  };
  const lines = [...ofKind('person', words.own), ...ofKind('server', words.ofServer)];
  return lines.length === 0 ? [words.none] : withinFrame(lines, catalogue);
}

/** What is long comes last. */
function optionsText({ negativePrompt, ...others }: Preset['options']): string {
  const all = { ...others, ...(negativePrompt !== undefined && { negativePrompt }) };
  const parts = Object.entries(all).map(
    ([name, value]) =>
      `${snakeCase(name)} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return plainWords(parts.join(', '), OPTIONS_LENGTH);
}

function boundTo(command: string | undefined, words: Catalogue['presets']): string {
  return command === undefined ? words.forWorkflowGone : words.onlyFor(`\`/${command}\``);
}
