/** How a paused member asks the operator to end the pause, and what the operator reads. */
export const pause = {
  appeal: 'Ask the operator',
  formTitle: 'Ask the operator',
  label: 'Your message (optional)',
  about: 'They get your name and when the pause ends, and only the words that you write here.',
  sent: 'Sent. The operator can end the pause early.',
  /** `endsAt` in whole seconds since the epoch. */
  toOperator: (userId: string, endsAt: number) =>
    `<@${userId}> can't make pictures until <t:${endsAt}:f>, and asks you to end that. To do so: \`npm run block -- end-pause ${userId}\``,
  attached: 'They wrote:',
};
