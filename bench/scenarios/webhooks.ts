import { freePort } from '../../packages/stand-ins/free-port.ts';
import { stallFigure } from '../figure.ts';
import { percentile } from '../percentiles.ts';
import type { Scenario } from '../scenario.ts';
import { measureStreams, NEW, QUICK_NEW, type StreamLap } from './stream.ts';

/** The stream once more, where RunPod says by itself that a picture is ready. */
export async function measureWebhooks(
  quick: boolean,
  told: (lap: StreamLap) => void,
): Promise<void> {
  const port = await freePort();
  const env = { HTTP_PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}` };
  await measureStreams(quick ? QUICK_NEW : NEW, [], told, { env });
}

export const webhooks: Scenario = {
  name: 'webhooks',
  withinMs: 5 * 60_000,
  run: (report, { quick }) =>
    measureWebhooks(quick, ({ own, plain }) => {
      const lag = (share: number) => ({
        measured: percentile(own.lagsMs, share),
        plain: percentile(plain.lagsMs, share),
      });
      report({ key: 'webhooks.p50', ...lag(0.5) });
      report({ key: 'webhooks.p95', ...lag(0.95) });
      report({ key: 'webhooks.requests', measured: own.requests, plain: plain.requests });
      report({ ...stallFigure('webhooks.stall', own.stall), plain: plain.stall?.ms ?? null });
      report({ key: 'webhooks.missing', measured: own.missing, plain: plain.missing });
    }),
};
