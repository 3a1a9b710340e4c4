import type { OptionValue } from '../src/discord/interactions/option-values.ts';
import type { CommandInteraction } from '../src/discord/interactions/interaction.ts';
import {
  type BesidesOption,
  PRESET_OPTION,
  PRIVATE_OPTION,
  SPOILER_OPTION,
} from '../src/recipes/command-definition.ts';

type Options = CommandInteraction['options'];

/** What was filled in of the options that a command has besides its recipe's own. */
export interface FilledBesides {
  readonly preset: OptionValue | undefined;
  /** Whether it is theirs alone, where they said so. */
  readonly private: boolean | undefined;
  readonly spoiler: boolean | undefined;
}

/** What was filled in with a command: of the options `names`, which it has besides, and of the rest. */
export function filledBesides(
  names: readonly BesidesOption[],
  options: Options,
): { readonly beside: FilledBesides; readonly rest: Options } {
  const isBeside = (name: string) => names.some((one) => one === name);
  const valueOf = (name: BesidesOption) => (isBeside(name) ? options[name] : undefined);
  const rest = Object.entries(options).filter(([name]) => !isBeside(name));
  return {
    beside: {
      preset: valueOf(PRESET_OPTION),
      private: saidIn(valueOf(PRIVATE_OPTION)),
      spoiler: saidIn(valueOf(SPOILER_OPTION)),
    },
    rest: Object.fromEntries(rest),
  };
}

function saidIn(value: OptionValue | undefined): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}
