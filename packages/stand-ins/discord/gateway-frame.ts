import { GatewayOpcodes } from 'discord.js';
import type { RawData } from 'ws';
import { z } from 'zod';

const Received = z.discriminatedUnion('op', [
  z.object({ op: z.literal(GatewayOpcodes.Heartbeat), d: z.number().nullable() }),
  z.object({
    op: z.literal(GatewayOpcodes.Identify),
    d: z.object({
      token: z.string(),
      intents: z.number(),
      properties: z.looseObject({}),
      shard: z.tuple([z.number(), z.number()]).default([0, 1]),
    }),
  }),
  z.object({
    op: z.literal(GatewayOpcodes.Resume),
    d: z.object({ token: z.string(), session_id: z.string(), seq: z.number() }),
  }),
  z.object({ op: z.literal(GatewayOpcodes.PresenceUpdate), d: z.unknown() }),
  z.object({ op: z.literal(GatewayOpcodes.RequestGuildMembers), d: z.unknown() }),
]);

/** What a bot sent to the gateway; `undefined` where it is nothing that a bot sends. */
export function readFrame(data: RawData): z.infer<typeof Received> | undefined {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(new Uint8Array(data));
  try {
    return Received.safeParse(JSON.parse(bytes.toString())).data;
  } catch {
    return undefined;
  }
}
