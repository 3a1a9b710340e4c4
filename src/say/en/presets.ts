/** `/preset`, and the option of that name. What Discord shows of commands has at most 100 characters. */
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
  /** `prompt` stands in the middle of the words around it. */
  prompt: '…',
  /** A command, as code. */
  onlyFor: (command: string) => `for ${command} only`,
  forWorkflowGone: 'for a command that is no longer here',
  chooseCommand: 'Choose its options for a command',
  title: (name: string) => `Options of ${name}`,
  whatHolds: (command: string) => `As ${command} takes them.`,
};
