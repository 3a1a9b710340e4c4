import { request } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { serve } from './serve.ts';

/** A proxy in front of the bot, as it stands where PUBLIC_URL leads: it has its port before the bot has one. */
export interface WebhookProxy {
  readonly publicUrl: string;
  /** The paths that were asked for, in order. */
  readonly paths: readonly string[];
  /** From now on it leads to this port. Before, it answers 502. */
  leadTo(port: number): void;
}

export async function openWebhookProxy(): Promise<WebhookProxy> {
  const paths: string[] = [];
  let port: number | undefined;
  const { url } = await serve((incoming, outgoing) => {
    const { method, url: path = '', headers } = incoming;
    paths.push(path);
    if (port === undefined) {
      outgoing.writeHead(502).end();
      return;
    }
    const onward = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    pipeline(incoming, onward).catch(() => {
      if (!outgoing.headersSent) outgoing.writeHead(502).end();
    });
  });
  return {
    publicUrl: url,
    paths,
    leadTo: (to) => {
      port = to;
    },
  };
}
