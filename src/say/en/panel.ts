import { english } from './formats.ts';

const its = (pictures: number) =>
  pictures === 1 ? 'its picture' : `its ${english.number(pictures)} pictures`;

/** The panel about a picture, and what it leads to. `link`s lead to messages. */
export const panel = {
  which: 'Which picture?',
  /** Below a question that an earlier version's button asks. */
  older: 'That button is of an earlier version of this bot. *More* has what else there is now.',
  otherVersion: 'That button is of another version of this bot. This is what there is now:',
  picture: (picture: number) => `Picture ${english.number(picture)}`,
  head: (job: string) => `Job ${job}: what would you like to do with it?`,
  headOf: (job: string, picture: number, count: number) =>
    `Job ${job}, picture ${english.number(picture)} of ${english.number(count)}: what would you like to do with it?`,
  buttons: {
    details: 'Details',
    start: 'Use as start picture',
    original: 'Original file',
    save: 'Save to me',
    options: 'More options',
    optionsPage: (page: number) => `More options (${english.number(page)})`,
    delete: 'Delete',
    deleteNow: 'Delete it for good',
    keep: 'Keep it',
    report: 'Report',
  },
  deleteQuestion: (pictures: number) => [
    `Delete ${pictures === 1 ? 'this picture' : `all ${english.number(pictures)} pictures of this job`}, and everything that is known of it?`,
    'The message goes too. What others made from it stays theirs.',
  ],
  removeQuestion: (pictures: number) => [
    `Remove ${pictures === 1 ? 'this picture' : `all ${english.number(pictures)} pictures of this job`} as a moderator of this server?`,
    pictures === 1
      ? 'It goes for good, with everything that was made from it.'
      : 'They go for good, with everything that was made from them.',
  ],
  deleted: 'It is deleted.',
  removed: 'It is removed.',
  saved: (link: string) => `I have sent it to you: ${link}`,
  originalHead: (job: string) => `The original of job ${job}:`,
  /** Above a picture that was sent to somebody. */
  savedHead: (link: string) => `You saved this from ${link}`,
  details: {
    /** `pictures`: how many go in, which such a line cannot hold. */
    /** `isDirect`: in direct messages, where there are no commands. */
    copy: (pictures: number, isDirect: boolean) =>
      `Send this${isDirect ? ' in a server' : ''}${pictures === 0 ? '' : ` with ${its(pictures)} attached`} to make it again:`,
    inFile: (pictures: number) =>
      `It is too long to stand here: the file has the line that makes it again${pictures === 0 ? '' : `, with ${its(pictures)} attached`}.`,
    checkpoint: (name: string) => `Made with \`${name}\``,
    default: 'your default',
    preset: (name: string) => `preset ${name}`,
    written: (prompt: string) => `The prompt was written as:\n${prompt}`,
    /** In place of what an option holds. */
    emptied: (option: string) => `**${option}** empty, which the line cannot say`,
    pictures: (count: number) =>
      `It started from ${english.amount(count, { one: 'picture', other: 'pictures' })}.`,
    made: 'Made from it:',
    cost: (dollars: string) => `It cost ${dollars}.`,
  },
};
