/** Reports of pictures. `who` is a mention, `when` a time that Discord counts. */
export const reports = {
  ask: 'What is wrong with this picture? The moderators of this server learn that you report it; whoever asked for it does not.',
  /** To the reporter, by what the report does to the picture. */
  thanksFor: {
    hide: 'Thank you. The picture is hidden, and stays so until the moderators of this server decide.',
    cover: 'Thank you. The picture is a spoiler until a moderator of this server decides.',
    none: 'Thank you. The moderators of this server will look at it.',
  },
  /** Where the server has not chosen a channel for reports. */
  untold: (job: string) => [
    'This server has not chosen yet where reports go: they are looked at as soon as somebody who manages it has, and whoever moderates here and uses me next is told.',
    `If it cannot wait, please tell a moderator or the owner, and name job ${job}.`,
  ],
  /** `label` to whoever chooses it, `says` of the picture to moderators, `hidden` in its place. */
  reasons: {
    shows_me: {
      label: 'It shows me',
      says: 'shows the person who reports it',
      hidden: 'Somebody reported that this picture shows them.',
    },
    sexual: {
      label: 'Sexual',
      says: 'is sexual',
      hidden: 'This picture was reported as sexual.',
    },
    minor: {
      label: 'A minor',
      says: 'shows a minor in a way it should not',
      hidden: 'This picture was reported as showing a minor.',
    },
    hateful: {
      label: 'Hateful',
      says: 'is hateful',
      hidden: 'This picture was reported as hateful.',
    },
    other: {
      label: 'Something else',
      says: 'should not be here',
      hidden: 'This picture was reported.',
    },
  },

  title: 'Reported picture',
  reported: (who: string, when: string, says: string) =>
    `${who} reported ${when} that a picture **${says}**.`,
  madeFor: (who: string, where: string) => `Made for ${who}: ${where}`,
  promptRefused: 'Discord refuses its prompt.',
  nothingLeft: 'Nothing of the picture is left here.',
  hidden: 'It is hidden until somebody decides.',
  covered: "It's a spoiler until a moderator decides.",
  shown: 'It is still shown.',
  erased: (when: string) => `Whoever asked for it had it erased ${when}.`,
  followed: (when: string) => `**Removed** ${when}, with what it was made from.`,
  removed: (who: string, when: string) => `**Removed** by ${who} ${when}.`,
  kept: (who: string, when: string) => `**Kept** by ${who} ${when}.`,
  somebody: 'Somebody',
  look: (job: string) => `Job ${job}, for your eyes only.`,
  buttons: {
    remove: 'Remove for good',
    showAgain: 'Show again',
    keep: 'Keep',
    look: 'Look at it',
    blockRequester: 'Block requester',
    blockReporter: 'Block reporter',
  },
};
