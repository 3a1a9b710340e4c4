import { english } from './formats.ts';

/** `/settings`. Labels have at most 45 characters in a form, 80 on a button. */
export const settings = {
  title: 'Your settings',
  told: {
    on: 'You are told when a picture that took more than a minute is done.',
    off: 'You are not told when a picture is done.',
  },
  private: {
    on: 'What you ask for is private: only you see it, unless you say otherwise.',
    off: 'What you ask for is seen by everybody in its channel, unless you say otherwise.',
  },
  spoiler: {
    on: 'Your pictures are covered until somebody uncovers them.',
    off: 'Your pictures are shown uncovered, where the server has no other rule.',
  },
  askable: {
    on: 'Others can ask to use pictures that you posted.',
    off: 'Nobody can ask to use pictures that you posted.',
  },
  /** `commands`: names as code. */
  defaults: (commands: readonly string[]) =>
    commands.length === 0
      ? 'You have chosen no options that hold where you fill in none.'
      : `You have chosen options that hold where you fill in none, for ${english.list(commands)}.`,
  buttons: {
    tell: { on: 'Tell me', off: 'Do not tell me' },
    private: { on: 'Private', off: 'Not private' },
    spoiler: { on: 'Cover my pictures', off: 'Show my pictures' },
    askable: { on: 'People may ask me', off: 'Nobody may ask me' },
    reset: 'Reset everything',
    resetNow: 'Reset everything now',
    keep: 'Keep it',
    back: 'Back',
    forget: 'Forget these',
  },
  chooseCommand: 'Your own options of a command',
  resetQuestion: [
    '**Reset all of these settings?** What you chose here is forgotten, for every command.',
    'Your presets stay.',
  ],

  /** The member's default options for one command. */
  ofCommand: (command: string) => `Your options of /${command}`,
  whatHolds:
    'These hold where you fill in nothing yourself. A preset that you name goes before them.',
  none: 'None yet.',
  chooseOptions: 'Choose some, up to five at a time',
  /** An option as code, and its value. */
  option: (name: string, value: string) => `• ${name} ${value}`,
  noLongerFits: (option: string) => `${option}, which does not fit any more and is left out`,
  yes: 'yes',
  no: 'no',
  /** A field's accepted values, and the default if it is left empty. */
  takes: (min: string, max: string, otherwise: string) => `${min} to ${max}; empty: ${otherwise}`,
  otherwise: (value: string) => (value === '' ? 'Empty: nothing' : `Empty: ${value}`),
};

/** `/preset` and the option of that name. Discord's descriptions have at most 100 characters. */
export const presets = {
  option: 'A preset of yours or of this server: /preset list shows them',
  description: 'Words and options that you use again and again, by a name of your own',
  save: 'Make a preset, or change one: what you leave out stays as it was',
  list: 'Your presets, and those of this server',
  delete: 'Delete a preset',
  name: 'What it is called',
  before: 'Words that stand before every prompt',
  after: 'Words that stand after every prompt',
  negativePrompt: 'What its pictures should not show',
  from: 'The id of a job of yours, whose options it takes',
  forServer: 'For everybody in this server; for those who moderate it',

  saved: (name: string) => `**${name}** is saved. Name it with \`preset\` in a command.`,
  deleted: (name: string) => `**${name}** is deleted.`,
  own: 'Your presets',
  ofServer: 'Presets of this server',
  none: 'There is none yet. `/preset save` makes one.',
  /** `prompt` stands between the preset's words. */
  prompt: '…',
  /** A command, as code. */
  onlyFor: (command: string) => `for ${command} only`,
  forWorkflowGone: 'for a command that is no longer here',
  chooseCommand: 'Choose its options for a command',
  title: (name: string) => `Options of ${name}`,
  whatHolds: (command: string) => `As ${command} takes them.`,
};
