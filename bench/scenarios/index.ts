import type { Scenario } from '../scenario.ts';
import { asking } from './asking.ts';
import { burst } from './burst.ts';
import { busyBurst } from './busy-burst.ts';
import { commits } from './commits.ts';
import { flight } from './flight.ts';
import { flood } from './flood.ts';
import { inputs } from './inputs.ts';
import { log } from './log.ts';
import { machines } from './machines.ts';
import { paced } from './paced.ts';
import { photos } from './photos.ts';
import { prompts } from './prompts.ts';
import { remove } from './remove.ts';
import { rest } from './rest.ts';
import { restart } from './restart.ts';
import { results } from './results.ts';
import { scrapes } from './scrapes.ts';
import { screening } from './screening.ts';
import { stream } from './stream.ts';
import { webhooks } from './webhooks.ts';
import { wide } from './wide.ts';

/** Every scenario, in the order in which they are run. */
export const SCENARIOS: readonly Scenario[] = [
  rest,
  asking,
  stream,
  wide,
  webhooks,
  burst,
  flood,
  busyBurst,
  prompts,
  screening,
  restart,
  commits,
  results,
  flight,
  paced,
  photos,
  inputs,
  remove,
  scrapes,
  machines,
  log,
];
