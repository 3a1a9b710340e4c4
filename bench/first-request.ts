import type { BotUnderTest } from './bot-under-test.ts';
import type { House } from './house.ts';

/**
 * Begins a lap as soon as a bot that was just started asks Discord for the first time. Until
 * then it loads its modules and opens its files, and there is nobody yet to be kept waiting.
 */
export async function lapFromFirstRequest(
  { discord }: House,
  bot: BotUnderTest,
  withinMs: number,
): Promise<void> {
  const over = AbortSignal.timeout(withinMs);
  await new Promise<void>((resolve) => {
    const stop = discord.rest.onRequest(() => {
      stop();
      resolve();
    });
    over.addEventListener('abort', () => {
      stop();
      resolve();
    });
  });
  await bot.lap(withinMs);
}
