import { useMemo, useReducer } from 'preact/hooks';
import type { Action } from '../../wire.ts';
import type { Act } from '../actions.ts';
import { reduceMessageActs, type AllMessageActs, type MessageActsChange } from './message-acts.ts';

/** How somebody acts on messages, each named by its id. */
export interface MessageControls {
  /** Presses a button. */
  press(message: string, customId: string): void;
  /** Chooses from a select. */
  select(message: string, customId: string, values: readonly string[]): void;
  /** Uses a command of the message's menu. */
  choose(message: string, name: string): void;
}

/** Acts on messages, and keeps what is on its way and what went wrong. */
export function useMessageActs(act: Act): readonly [AllMessageActs, MessageControls] {
  const [all, dispatch] = useReducer<AllMessageActs, MessageActsChange>(
    reduceMessageActs,
    new Map(),
  );
  const controls = useMemo((): MessageControls => {
    const use = (action: Extract<Action, { customId: string }>) => {
      const { message, customId } = action;
      dispatch({ type: 'sent', message, customId });
      void act(action).then((outcome) => {
        dispatch({ type: 'answered', message, customId, outcome });
      });
    };
    return {
      press(message, customId) {
        use({ kind: 'button', message, customId });
      },
      select(message, customId, values) {
        use({ kind: 'select', message, customId, values });
      },
      choose(message, name) {
        dispatch({ type: 'sent', message });
        void act({ kind: 'message-command', message, name }).then((outcome) => {
          dispatch({ type: 'answered', message, outcome });
        });
      },
    };
  }, [act]);
  return [all, controls];
}
