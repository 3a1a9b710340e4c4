import type { HttpApp } from './http-app.ts';
import type { LoopDelay } from './loop-delay.ts';
import { onlyGet } from './only-get.ts';
import type { Readiness } from './readiness.ts';

/**
 * From here on the loop has been badly late: Discord waits 3 s for a first answer, so that people have been told that
 * the bot does not answer. Ordinarily it is late by a fiftieth of this, and at 30 s the watchdog ends the process.
 */
const BADLY_LATE_MS = 2_000;

const UNCACHED = { 'cache-control': 'no-store' } as const;

export interface HealthParts {
  readonly loopDelay: Pick<LoopDelay, 'longestMs'>;
  readonly readiness: Pick<Readiness, 'look'>;
}

/**
 * `/healthz`: the process and its event loop. 200 or, where that was badly late within half a minute, 503.
 * `/readyz`: whether people get pictures. 200 or 503, with each part by its name. Both in JSON.
 */
export function healthRoutes(app: HttpApp, { loopDelay, readiness }: HealthParts): void {
  onlyGet(app, '/healthz', (c) => {
    const longestDelayMs = Math.round(loopDelay.longestMs);
    const healthy = longestDelayMs < BADLY_LATE_MS;
    const why = healthy ? {} : { why: 'the event loop was late' };
    return c.json({ healthy, ...why, longestDelayMs }, healthy ? 200 : 503, UNCACHED);
  });
  onlyGet(app, '/readyz', async (c) => {
    const standing = await readiness.look();
    return c.json(standing, standing.ready ? 200 : 503, UNCACHED);
  });
}
