/** A defect: an edit of one file, whose text must stand there exactly once. */
export interface Defect {
  readonly name: string;
  readonly file: string;
  readonly text: string;
  readonly becomes: string;
}

/** Defects as developers make them. The simulator has to find each of them. */
export const DEFECTS: readonly Defect[] = [
  {
    name: 'a guard is left out of the UPDATE that moves jobs',
    file: 'src/jobs/sql/move-job.ts',
    text: `    .where('state', 'in', statesBefore(to))\n`,
    becomes: '',
  },
  {
    name: 'a late answer overwrites a cancellation',
    file: 'src/jobs/sql/move-job.ts',
    text: `statesBefore(to))\n`,
    becomes: `isTerminal(to) ? [...statesBefore(to), 'cancelled'] : statesBefore(to))\n`,
  },
  {
    name: 'a resumed job is submitted twice more',
    file: 'src/jobs/send.ts',
    text: 'const MOST_ATTEMPTS = 2;',
    becomes: 'const MOST_ATTEMPTS = 3;',
  },
  {
    name: 'a cancellation forgets RunPod',
    file: 'src/jobs/step.ts',
    text: `    case 'cancelled':\n`,
    becomes: `    case 'cancelled':\n      await context.log.note.remoteClosed(job.id);\n      return AGAIN;\n`,
  },
  {
    name: 'limits are counted without waiting jobs',
    file: 'src/jobs/sql/limits.ts',
    text: 'AND finished_at IS NULL\n',
    becomes: `AND finished_at IS NULL AND state <> 'ready'\n`,
  },
  {
    name: 'a picture is taken for safe before it is committed',
    file: 'src/images/sql/database-pictures.ts',
    text: 'this.#lastWritten = written.catch(() => undefined);\n    return written;',
    becomes: 'this.#lastWritten = written.catch(() => undefined);\n    return Promise.resolve();',
  },
  {
    name: 'a webhook is believed without asking RunPod',
    file: 'src/jobs/runner.ts',
    text: `    this.#tasks.wake(id);\n    return 'hint';`,
    becomes: `    const error = { code: 'result_lost' } as const;\n    void this.#context.log.move(id, 'failed', 'told by a webhook', { error });\n    return 'hint';`,
  },
  {
    name: 'a message counts as shown before it is edited',
    file: 'src/discord/sync/edits.ts',
    text: '      const message = await this.#previews.during(',
    becomes:
      '      await deliveredMessages.write(job);\n      const message = await this.#previews.during(',
  },
  {
    name: 'the id of a posted message is not noted',
    file: 'src/discord/sync/message-state.ts',
    text: `by === 'edit' ? await this.#learn(job, id) : job;`,
    becomes: 'job;',
  },
  {
    name: 'a withdrawal leaves waiting jobs alone',
    file: 'src/privacy/erasure.ts',
    text: `    await this.#underWay.cancel({ userId, askedAt }, 'consent withdrawn', isIncluded);\n`,
    becomes: '    void isIncluded;\n',
  },
];
