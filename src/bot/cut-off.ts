import type { Connection } from '../discord/intake/gateway.ts';
import type { StandBy } from '../discord/intake/stand-by.ts';
import type { Clock } from '../engines/clock.ts';
import { Watch } from '../engines/watch.ts';

const CHECK_EVERY_MS = 1_000;
/** How often in a row the gateway may be away. */
const MOST_CHECKS = 30;

const REASON =
  'the connection to Discord was lost for 30 seconds, and another process can take over';

export interface CutOffParts {
  readonly connection: Pick<Connection, 'isCutOff'>;
  readonly standBy: Pick<StandBy, 'canBeReplaced'>;
  readonly clock: Clock;
}

/**
 * Calls `onCutOff`, once and with the reason, if this process has not reached Discord's gateway for
 * long while another one stands by, which may reach it. After an outage of Discord itself, the
 * process starts again and stands by.
 */
export function watchCutOff(
  { connection, standBy, clock }: CutOffParts,
  onCutOff: (reason: string) => void,
): Watch {
  let checks = 0;
  const watch = new Watch({
    clock,
    check: () => {
      checks = connection.isCutOff && standBy.canBeReplaced ? checks + 1 : 0;
      if (checks < MOST_CHECKS) return Promise.resolve(CHECK_EVERY_MS);
      onCutOff(REASON);
      return Promise.resolve(undefined);
    },
  });
  watch.wake();
  return watch;
}
