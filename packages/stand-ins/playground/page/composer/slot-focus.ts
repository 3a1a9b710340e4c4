import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { remainingOptions, type CommandForm } from './command-form.ts';

/** The box for a message: one of the slots that focus can be sent to. They stand in `data-slot`. */
export const MESSAGE_SLOT = 'message';
/** Where more options are opened. */
export const ADD_SLOT = 'add';
/** The button that sends. */
export const SEND_SLOT = 'send';

/** The option of this name. */
export function optionSlot(name: string): string {
  return `option ${name}`;
}

/** Sends focus to a slot as soon as it is drawn. */
export function useSlotFocus(root: RefObject<HTMLElement | null>): (slot: string) => void {
  const wanted = useRef<string | undefined>(undefined);
  const [, drawAgain] = useState(0);
  useLayoutEffect(() => {
    if (wanted.current === undefined) return;
    const slots = root.current?.querySelectorAll<HTMLElement>('[data-slot]') ?? [];
    for (const element of slots) {
      if (element.dataset.slot !== wanted.current) continue;
      wanted.current = undefined;
      element.focus();
      return;
    }
  });
  return (slot) => {
    wanted.current = slot;
    drawAgain((count) => count + 1);
  };
}

/** Where somebody begins to fill in a form. */
export function firstSlot(form: CommandForm): string {
  const [first] = form.fields;
  if (first) return optionSlot(first.option.name);
  return remainingOptions(form).length > 0 ? ADD_SLOT : SEND_SLOT;
}
