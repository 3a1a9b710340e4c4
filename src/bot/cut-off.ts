import type { Connection } from '../discord/intake/gateway.ts';
import type { StandBy } from '../discord/intake/stand-by.ts';
import type { Clock } from '../engines/clock.ts';
import { Watch } from '../engines/watch.ts';

const CHECK_EVERY_MS = 1_000;
/** After so many checks in a row without a connection, another process should try. */
const MOST_CHECKS = 30;

interface CutOffParts {
  readonly connection: Pick<Connection, 'isCutOff'>;
  readonly standBy: Pick<StandBy, 'noteCutOff'>;
  readonly clock: Clock;
}

/**
 * Lets other processes know if this one cannot reach Discord's gateway for long, so that one of them
 * tries. In an outage of Discord that changes nothing: this one keeps trying, too.
 */
export function watchCutOff({ connection, standBy, clock }: CutOffParts): Watch {
  let checks = 0;
  const watch = new Watch({
    clock,
    check: () => {
      checks = connection.isCutOff ? checks + 1 : 0;
      standBy.noteCutOff(checks >= MOST_CHECKS);
      return Promise.resolve(CHECK_EVERY_MS);
    },
  });
  watch.wake();
  return watch;
}

/** Another process has connected, and this one cannot: it ends, so that others drive its jobs on. */
export class CutOff extends Error {
  override readonly name = 'CutOff';

  constructor() {
    super('this process cannot reach Discord, and another one can');
  }
}
