import { english } from './formats.ts';

/** `/settings`. Labels have at most 45 characters in a form, 80 on a button. */
export const settings = {
  title: 'Your settings',
  /** Each switch with its state, short enough for one line on a phone. */
  notify: { on: '**Pings**: on, after a minute', off: '**Pings**: off' },
  private: { on: '**Private by default**: on', off: '**Private by default**: off' },
  spoiler: { on: '**Spoilers**: on', off: '**Spoilers**: off, unless required here' },
  askable: {
    on: '**Questions about your posts**: on',
    off: '**Questions about your posts**: off',
  },
  named: { on: "**Name in managers' charts**: on", off: "**Name in managers' charts**: off" },
  /** `commands`: names as code. */
  defaults: (commands: readonly string[]) =>
    `**Defaults**: ${commands.length === 0 ? 'none' : english.list(commands)}`,
  /** Each sets what it says. Short, so that two rows of them fit on a phone. */
  buttons: {
    notify: { on: 'Ping me', off: 'No pings' },
    private: { on: 'Private', off: 'Public' },
    spoiler: { on: 'Spoilers', off: 'No spoilers' },
    askable: { on: 'Questions', off: 'No questions' },
    named: { on: 'Name in charts', off: 'No name in charts' },
    reset: 'Reset',
    resetNow: 'Reset everything',
    keep: 'Keep them',
    back: 'Back',
    forget: 'Clear these',
  },
  chooseCommand: 'Default options for a command',
  resetQuestion: [
    '**Reset all your settings?** This includes your default options for every command.',
    'Your presets stay.',
  ],

  /** The member's default options for one command. */
  ofCommand: (command: string) => `Defaults for /${command}`,
  whatHolds: 'Used when you leave an option empty. A preset overrides them.',
  none: 'None yet.',
  chooseOptions: 'Choose up to five options',
  /** An option as code, and its value. */
  option: (name: string, value: string) => `• ${name} ${value}`,
  noLongerFits: (option: string) => `${option} (no longer valid, so ignored)`,
  yes: 'yes',
  no: 'no',
  /** A field's accepted values, and the default if it is left empty. */
  takes: (min: string, max: string, otherwise: string) => `${min} to ${max}; empty: ${otherwise}`,
  otherwise: (value: string) => (value === '' ? 'Empty: none' : `Empty: ${value}`),
};

/** `/preset` and the option of that name. Discord's descriptions have at most 100 characters. */
export const presets = {
  option: 'A preset of yours or of this server; see /preset list',
  description: 'Save prompts and options for reuse',
  save: 'Create or change a preset; omitted options stay as they are',
  list: "Your presets and this server's",
  delete: 'Delete a preset',
  name: 'The name of the preset',
  before: 'Text to put before every prompt',
  after: 'Text to put after every prompt',
  negativePrompt: "What its pictures shouldn't show",
  from: 'Copy the options of one of your jobs, by ID',
  forServer: 'Share with the whole server; moderators only',

  saved: (name: string) => `Saved **${name}**. Use it with the \`preset\` option.`,
  deleted: (name: string) => `Deleted **${name}**.`,
  own: 'Your presets',
  ofServer: "This server's presets",
  none: 'None yet. `/preset save` creates one.',
  /** `prompt` stands between the preset's words. */
  prompt: '…',
  /** A command, as code. */
  options: (parts: readonly string[]) => english.series(parts),
  onlyFor: (command: string) => `for ${command} only`,
  forWorkflowGone: 'for a command that no longer exists',
  chooseCommand: 'Choose options for a command',
  title: (name: string) => `Options in ${name}`,
  whatHolds: (command: string) => `For ${command}.`,
};
