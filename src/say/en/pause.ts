/** How a paused member asks the operator to end the pause, and what the operator reads. */
export const pause = {
  appeal: 'Ask the operator',
  formTitle: 'Ask the operator',
  label: 'Your message (optional)',
  about: 'The operator gets your name, when the pause ends, and what you write here.',
  sent: 'Sent. The operator can end the pause early.',
  /** `endsAt` in whole seconds since the epoch. */
  toOperator: (userId: string, endsAt: number) =>
    `<@${userId}> is paused until <t:${endsAt}:f> and asks you to end the pause early: \`npm run block -- end-pause ${userId}\``,
  attached: 'They wrote:',
};
