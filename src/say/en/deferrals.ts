/** For interactions that were deferred, since there was too much to do. */
export const deferrals = {
  /** In place of a form, which can only be a first answer. */
  runAgain: 'I took too long to open that. Run the command again.',
  pressAgain: 'I took too long to open that. Press it again.',
  /** For what an earlier process deferred and never answered. */
  restarted: 'I was restarted before I got to this. Please run the command again.',
  restartedPress: 'I was restarted before I finished that. If it isn’t done, please try again.',
  /** Where the bot never learned whether it or another process deferred the interaction, and got no answer. */
  unsure: 'I lost track of this before I started. Please run the command again.',
  unsurePress: 'I lost track of that. If it isn’t done, please try again.',
};
