import type { Action, ChannelView, OptionInput } from '../../wire.ts';
import type { OfferedCommand } from './offered-command.ts';

/** A command that somebody can send by one press. */
export interface Suggestion {
  readonly label: string;
  readonly action: Action;
}

interface Idea {
  readonly label: string;
  readonly name: string;
  readonly options: Readonly<Record<string, OptionInput>>;
}

const SHOWN = 3;

const IDEAS: readonly Idea[] = [
  {
    label: 'A castle',
    name: 'imagine',
    options: { prompt: 'a castle in the mountains at sunset', aspect_ratio: '16:9' },
  },
  {
    label: 'Four robots',
    name: 'imagine',
    options: { prompt: 'a robot in a city at night', count: 4 },
  },
  {
    label: 'A lighthouse',
    name: 'imagine',
    options: { prompt: 'a lighthouse in a storm' },
  },
  { label: 'What can you do?', name: 'help', options: {} },
];

/** What a visitor may try first here: the last idea and those before it that the bot's commands allow. */
export function suggestionsFor(
  offered: readonly OfferedCommand[],
  { id: channel }: ChannelView,
): readonly Suggestion[] {
  const possible = IDEAS.filter(({ name, options }) => {
    const command = offered.find(({ label }) => label === name);
    const known = new Set(command?.options.map((option) => option.name));
    return command !== undefined && Object.keys(options).every((option) => known.has(option));
  });
  const shown = [...possible.slice(0, SHOWN - 1), ...possible.slice(SHOWN - 1).slice(-1)];
  return shown.map(({ label, name, options }) => ({
    label,
    action: { kind: 'command', channel, name, options },
  }));
}
