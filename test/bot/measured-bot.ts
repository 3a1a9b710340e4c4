import { startBot } from '../../src/bot/bot.ts';
import { systemClock } from '../../src/engines/clock.ts';
import { loadConfig } from '../../src/config/config.ts';
import { createLogger } from '../../src/logger/logger.ts';
import { openScreening } from '../../src/screening/open-screening.ts';

// The bot as `src/main.ts` starts it, in a process with `--expose-gc`, which tells its parent how
// large its heap is after a collection whenever it is asked.
const config = loadConfig();
await startBot({
  config,
  screening: openScreening(),
  logger: createLogger(config.logLevel),
  clock: systemClock,
});

process.on('message', () => {
  for (let round = 0; round < 3; round += 1) globalThis.gc?.();
  process.send?.({ heapUsed: process.memoryUsage().heapUsed });
});
