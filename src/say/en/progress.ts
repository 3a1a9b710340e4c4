import { english } from './formats.ts';

/** A job's progress. `when` is a Discord timestamp. */
export const progress = {
  waiting: (when: string) => `Waiting for a GPU · since ${when}`,
  /** For a request beyond what a member may have in progress. */
  waitingForOwn: (when: string) => `Waiting for your other pictures · since ${when}`,
  paused:
    'The managers of this server have paused pictures. Yours keeps its place until they resume.',
  /** Between pictures that are made one by one. */
  made: (pictures: number, asked: number) =>
    `${english.number(pictures)} of ${english.number(asked)} done`,
  place: (place: number) => `number ${english.number(place)} in the queue`,
  aboutPlace: (place: number) => `about number ${english.number(place)} in the queue`,
  ahead: (ahead: number) => `${english.number(ahead)} ahead`,
  aheadOrMore: (ahead: number) => `${english.number(ahead)} or more ahead`,
  /** For a job that has not started. */
  likely: (when: string) => `probably ready ${when}`,
  holdUp: {
    cold: 'starting a cold worker, usually about 40 s',
    none: 'no GPU workers are running. The operator may need to enable some',
    asleep: 'the GPU service has put the endpoint to sleep. The operator has been notified',
    throttled: 'the GPU service has no free GPU of this kind right now',
    unhealthy: 'workers are failing to start. The operator needs to look into it',
  },
  keyRefused:
    "The GPU service refused the bot's key. I've logged it for the operator. This resumes when the key works again.",
  storageFails:
    "I can't save pictures right now, so nothing is sent to a GPU. The operator has been notified. This resumes when saving works again.",
  unstored:
    "Your picture is done, but I can't save it yet. The operator has been notified, and I'll keep trying for half an hour.",
  working: (when: string) => `Working · since ${when}`,
  /** Alternative text of a preview. */
  unfinished: (words: string) => `Unfinished: ${words}`,
  percent: (percent: number) => `${english.number(percent)}%`,
  ready: (when: string) => `ready ${when}`,
  readyAnyMoment: 'ready any moment',
  /** `soon`: one of the two above. */
  orLate: (soon: string, late: string) => `${soon}, or ${late} if it's slow`,
};

/** A length of time, in whole seconds. `48 s`, `3 min 5 s` */
export const duration = (seconds: number): string =>
  seconds < 60
    ? `${english.number(seconds)} s`
    : `${english.number(Math.floor(seconds / 60))} min ${english.number(seconds % 60)} s`;

/** For interactions that were deferred because of high load. */
export const deferrals = {
  /** In place of a form, which can only be a first response. */
  runAgain: 'I took too long to open that. Run the command again.',
  pressAgain: 'I took too long to open that. Press it again.',
  /** For interactions that an earlier process deferred and never answered. */
  restarted: 'I was restarted before I got to this. Please run the command again.',
  restartedPress: "I was restarted before I finished that. If it isn't done, please try again.",
  /**
   * When it is unknown whether the bot or another process deferred the interaction, and nothing answered it.
   */
  unsure: 'I lost track of this before I started. Please run the command again.',
  unsurePress: "I lost track of that. If it isn't done, please try again.",
};
