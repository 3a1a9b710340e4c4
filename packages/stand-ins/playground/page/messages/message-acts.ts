import type { ActionOutcome } from '../../wire.ts';

/** What somebody does with a message that is on its way or went wrong. */
export interface MessageActs {
  /** The custom ids of the buttons and selects that were used and not answered yet. */
  readonly pending: ReadonlySet<string>;
  /** What went wrong last. */
  readonly problem?: string | undefined;
}

/** By the message's id. What is done with one message leaves those of the others as they were. */
export type AllMessageActs = ReadonlyMap<string, MessageActs>;

/** Something that happens to {@link MessageActs}. A command of the menu has no custom id. */
export type MessageActsChange =
  | { readonly type: 'sent'; readonly message: string; readonly customId?: string }
  | {
      readonly type: 'answered';
      readonly message: string;
      readonly customId?: string;
      readonly outcome: ActionOutcome;
    };

/** Those of a message that nothing was done with. */
export const NO_ACTS: MessageActs = { pending: new Set() };

/** What is on its way and what went wrong after a change. */
export function reduceMessageActs(all: AllMessageActs, change: MessageActsChange): AllMessageActs {
  const { message } = change;
  return new Map(all).set(message, after(all.get(message) ?? NO_ACTS, change));
}

function after(acts: MessageActs, change: MessageActsChange): MessageActs {
  const { customId } = change;
  const pending = new Set(acts.pending);
  switch (change.type) {
    case 'sent':
      if (customId !== undefined) pending.add(customId);
      return { pending };
    case 'answered':
      if (customId !== undefined) pending.delete(customId);
      return {
        pending,
        problem: problemOf(change.outcome, customId !== undefined) ?? acts.problem,
      };
  }
}

function problemOf(outcome: ActionOutcome, isComponent: boolean): string | undefined {
  switch (outcome.kind) {
    case 'done':
    case 'modal':
    case 'choices':
      return undefined;
    case 'no-answer':
      return isComponent ? 'This interaction failed' : 'The application did not respond';
    case 'refused':
      return outcome.problem;
  }
}
