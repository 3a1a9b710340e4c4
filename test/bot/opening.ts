import { join } from 'node:path';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../src/engines/clock.ts';
import { parseConfig } from '../../src/config/config.ts';
import { type Opening, Shutdown } from '../../src/bot/lifecycle.ts';
import { NO_WORKFLOWS } from '../../src/workflows/read-workflows.ts';
import { Turns } from '../../src/engines/turns.ts';
import { LogBench } from '../support/log-bench.ts';
import { tempFolder } from '../support/temp-folder.ts';
import type { NewJob } from '../../src/jobs/sql/new-job.ts';

/** Of a server that nobody answers at. */
const NOWHERE = 'http://127.0.0.1:1';

export interface TestOpening extends Opening {
  /** Every line that was logged. */
  readonly logged: readonly string[];
}

/** What a part is opened with, in a folder of this test's own. It is shut down with the test at the latest. */
export function opening(env: Readonly<Record<string, string>> = {}): TestOpening {
  const logged: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => logged.push(line) });
  const clock = systemClock;
  const shutdown = new Shutdown({ clock, logger });
  const parsed = parseConfig({
    DISCORD_TOKEN: 'a-token',
    DISCORD_API_URL: NOWHERE,
    DISCORD_CDN_URL: NOWHERE,
    RUNPOD_API_KEY: 'a-key',
    RUNPOD_ENDPOINT_ID: 'an-endpoint',
    RUNPOD_API_URL: NOWHERE,
    RUNPOD_REST_URL: NOWHERE,
    DATABASE_PATH: join(tempFolder(), 'darkroom.sqlite'),
    DATABASE_MARKER_DIR: tempFolder(),
    ...env,
  });
  const config = { ...parsed, pollIntervalMs: 20 };
  onTestFinished(() => shutdown.run());
  return { config, clock, logger, turns: new Turns(), shutdown, logged, workflows: NO_WORKFLOWS };
}

/** A request that waits its turn, with the files that this bot is configured for. */
export function request({ config }: Opening, parts: Partial<NewJob> = {}): NewJob {
  const { checkpoints, ...faceFiles } = config.models;
  const models = { checkpoint: checkpoints.main, ...faceFiles };
  return new LogBench().request({ state: 'ready', models, ...parts });
}
