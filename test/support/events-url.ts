import { expect } from 'vitest';
import { z } from 'zod';
import type { Studio } from './studio.ts';

const listening = z.object({ of: z.literal('HTTP'), port: z.number() });

/** Where the latest bot takes Discord's events, once it does. */
export async function eventsUrl({ logged }: Studio): Promise<string> {
  const port = () =>
    logged.flatMap((text) => listening.safeParse(JSON.parse(text)).data ?? []).at(-1);
  await expect.poll(port).toBeDefined();
  return `http://127.0.0.1:${String(port()?.port)}/events`;
}
