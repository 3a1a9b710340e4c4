import type { Member } from './member.ts';
import type { Stage } from './stage.ts';

/** The operator in a story, who has the programs of the bot. */
export class Operator {
  readonly #stage: Stage;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** Runs a program such as `block`, and sees what it prints. */
  async runs(program: string, ...args: readonly (string | Member)[]): Promise<void> {
    const given = args.map((arg) => (typeof arg === 'string' ? arg : arg.person.id));
    const act = this.#stage.trace.act(`the operator runs ${[program, ...given].join(' ')}`);
    const process = this.#stage.program(program, given);
    const end = await process.ended;
    for (const line of process.output.trimEnd().split('\n'))
      this.#stage.trace.outcome(act, `| ${line}`);
    if (end !== 0) this.#stage.trace.outcome(act, `it ends: ${end}`);
    await this.#stage.jobRows();
  }
}
