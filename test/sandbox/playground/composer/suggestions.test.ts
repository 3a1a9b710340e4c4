import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { describe, expect, it } from 'vitest';
import { offeredCommands } from '../../../../packages/stand-ins/playground/page/composer/offered-command.ts';
import { suggestionsFor } from '../../../../packages/stand-ins/playground/page/composer/suggestions.ts';
import { ADA, GENERAL, registered } from './sample-command.ts';

/** The suggestions where /imagine has these options, and /help is there or not. */
function suggested(options: readonly string[], withHelp = true) {
  const imagine = registered(
    'imagine',
    options.map((name) => ({
      type: ApplicationCommandOptionType.String,
      name,
      description: name,
    })),
  );
  const commands = [imagine, ...(withHelp ? [registered('help')] : [])];
  return suggestionsFor(offeredCommands(commands, ADA, GENERAL), GENERAL);
}

describe('the suggestions', () => {
  it.each([
    ['prompt', 'aspect_ratio', 'count'],
    ['prompt', 'aspect_ratio'],
  ])('are three, of which the last asks for help: %s %s %s', (...options: string[]) => {
    const found = suggested(options);
    expect(found).toHaveLength(3);
    expect(found.at(-1)?.action).toMatchObject({ kind: 'command', name: 'help', options: {} });
    for (const { action } of found) expect(action).toMatchObject({ channel: GENERAL.id });
  });

  it('use no option that the command lacks', () => {
    const used = suggested(['prompt']).flatMap(({ action }) =>
      action.kind === 'command' ? Object.keys(action.options) : [],
    );
    expect(new Set(used)).toEqual(new Set(['prompt']));
  });

  it('are none where the bot offers nothing', () => {
    expect(suggestionsFor([], GENERAL)).toEqual([]);
  });
});
