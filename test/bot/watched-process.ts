import { BotProcess } from '../support/bot-process.ts';
import { tempFolder } from '../support/temp-folder.ts';

export const TSX: readonly string[] = ['--import', import.meta.resolve('tsx')];
const SOURCE = new URL('../../src/bot/watchdog.ts', import.meta.url).href;

/** Long enough that a busy machine is not taken for a stall. */
const LONGEST_STALL_MS = 1_500;

export interface WatchedOptions {
  /** What is run before node is given the program. */
  readonly loader?: readonly string[];
  /** Where the watchdog is. */
  readonly module?: string;
  /** Runs before the watch begins. */
  readonly before?: string;
}

/**
 * A process that is watched, says that it is ready, and then runs `then`. It has `log`, which writes
 * a line, and `endWatch`. Told by SIGUSR2 it says that it is alive, and ends with 0.
 */
export async function watched(
  then: string,
  { loader = TSX, module = SOURCE, before = '' }: WatchedOptions = {},
): Promise<BotProcess> {
  const program = `
    import { startWatchdog } from '${module}';
    const log = (msg) => console.log(JSON.stringify({ level: 'info', time: 'now', msg }));
    process.on('SIGUSR2', () => { log('alive'); process.exit(0); });
    ${before}
    const logger = { warn: (what, msg) => log(msg ?? what) };
    const endWatch = startWatchdog({ logger, longestStallMs: ${LONGEST_STALL_MS} });
    log('ready');
    ${then}
  `;
  const entry = [...loader, '--input-type=module', '--eval', program];
  const env = {
    // A machine that is made busy stands still for as long as none may here.
    NODE_OPTIONS: '',
    // One that is killed would leave half-written files there, for others to load.
    TSX_DISABLE_CACHE: '1',
  };
  const started = BotProcess.start(env, tempFolder(), entry);
  await started.waitFor(({ msg }) => msg === 'ready');
  return started;
}

/** Longer than any process that is watched may stand still: one that did begins and is killed. */
export async function aStallLong(): Promise<void> {
  const stuck = await watched(STUCK);
  await stuck.ended;
}

/** The main thread comes back from this no more. */
export const STUCK = 'for (;;);';
