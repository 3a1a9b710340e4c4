import type { Maker } from '../maker.ts';
import { MESSAGE_USES, pictureTaker } from './picture-taker.ts';
import { openUse, pickUse, submitUse, USE_ACTIONS, useAs } from './use-as.ts';

/** By which the pictures of messages are used, as far as something takes them. */
export function messageUses(makers: readonly Maker[]) {
  const taken = MESSAGE_USES.flatMap((use) => {
    const taker = pictureTaker(use, makers);
    return taker ? [{ use, taker, action: USE_ACTIONS[use] }] : [];
  });
  return {
    commands: taken.map(({ use }) => useAs(use)),
    buttons: Object.fromEntries(taken.map(({ action, taker }) => [action, openUse(taker)])),
    selects: Object.fromEntries(taken.map(({ action, taker }) => [action, pickUse(taker)])),
    modals: Object.fromEntries(taken.map(({ action, taker }) => [action, submitUse(taker)])),
  };
}
