import type { ActionOutcome } from '../../wire.ts';

/** What somebody does with a message that is on its way or went wrong. */
export interface MessageActs {
  /** Buttons that were pressed and not answered yet, each by {@link buttonKey}. */
  readonly pending: ReadonlySet<string>;
  /** What went wrong last, by the message's id. */
  readonly failed: ReadonlyMap<string, string>;
}

/** Something that happens to {@link MessageActs}. A command of the menu has no button. */
export type MessageActsChange =
  | { readonly type: 'sent'; readonly message: string; readonly customId?: string }
  | {
      readonly type: 'answered';
      readonly message: string;
      readonly customId?: string;
      readonly outcome: ActionOutcome;
    };

export const NO_ACTS: MessageActs = { pending: new Set(), failed: new Map() };

/** A button in a message. */
export function buttonKey(message: string, customId: string): string {
  return `${message} ${customId}`;
}

/** What is on its way and what went wrong after a change. */
export function reduceMessageActs(acts: MessageActs, change: MessageActsChange): MessageActs {
  const { message, customId } = change;
  const pending = new Set(acts.pending);
  const failed = new Map(acts.failed);
  const key = customId === undefined ? undefined : buttonKey(message, customId);
  switch (change.type) {
    case 'sent':
      if (key !== undefined) pending.add(key);
      failed.delete(message);
      break;
    case 'answered': {
      if (key !== undefined) pending.delete(key);
      const problem = problemOf(change.outcome, customId !== undefined);
      if (problem !== undefined) failed.set(message, problem);
      break;
    }
  }
  return { pending, failed };
}

function problemOf(outcome: ActionOutcome, isButton: boolean): string | undefined {
  switch (outcome.kind) {
    case 'done':
    case 'modal':
    case 'choices':
      return undefined;
    case 'no-answer':
      return isButton ? 'This interaction failed' : 'The application did not respond';
    case 'refused':
      return outcome.problem;
  }
}
