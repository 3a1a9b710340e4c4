import { useReducer } from 'preact/hooks';
import type { Act } from '../actions.ts';
import {
  buttonKey,
  NO_ACTS,
  reduceMessageActs,
  type MessageActs,
  type MessageActsChange,
} from './message-acts.ts';

/** What somebody can do with messages, and what came of it. */
export interface UseMessageActs {
  readonly acts: MessageActs;
  /** Presses a button, unless it was pressed and is not answered yet. */
  press(message: string, customId: string): void;
  /** Uses a command of the message's menu. */
  choose(message: string, name: string): void;
}

/** Does things with messages, and keeps what is on its way and what went wrong. */
export function useMessageActs(act: Act): UseMessageActs {
  const [acts, dispatch] = useReducer<MessageActs, MessageActsChange>(reduceMessageActs, NO_ACTS);
  return {
    acts,
    press(message, customId) {
      if (acts.pending.has(buttonKey(message, customId))) return;
      dispatch({ type: 'sent', message, customId });
      void act({ kind: 'button', message, customId }).then((outcome) => {
        dispatch({ type: 'answered', message, customId, outcome });
      });
    },
    choose(message, name) {
      dispatch({ type: 'sent', message });
      void act({ kind: 'message-command', message, name }).then((outcome) => {
        dispatch({ type: 'answered', message, outcome });
      });
    },
  };
}
