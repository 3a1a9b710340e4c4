import type { DiscordSandbox } from '../../packages/stand-ins/discord/sandbox.ts';
import { interactionRoutes } from '../../src/http/interactions.ts';
import { openHttpBench } from '../http/http-bench.ts';

/** Has Discord post interactions to a free port, where something answers until then. Returns the port. */
export async function postInteractions({ endpoint }: DiscordSandbox): Promise<string> {
  const { publicKey } = endpoint;
  const { url, server } = await openHttpBench((app) => {
    interactionRoutes(app, { publicKey, take: () => false, clock: { now: () => Date.now() } });
  });
  await endpoint.change(`${url}/interactions`);
  await server.close();
  return String(server.port);
}
