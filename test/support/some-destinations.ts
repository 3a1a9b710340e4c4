import { pino } from 'pino';
import { systemClock } from '../../src/engines/clock.ts';
import type { Recipes } from '../../src/recipes/recipe.ts';
import { builtInRecipes } from '../../src/recipes/built-in.ts';
import { Destinations, endpointsOf } from '../../src/jobs/destinations.ts';
import { RunPodClient } from '../../src/runpod/client.ts';
import { EndpointAccess } from '../../src/runpod/key-access.ts';

/** Where jobs would go, where nothing is ever asked there. The bot's own endpoint is `ep`. */
export function someDestinations(recipes: Recipes = builtInRecipes): Destinations {
  const access = new EndpointAccess();
  const clock = systemClock;
  return new Destinations({
    endpoints: endpointsOf(recipes, { endpointId: 'ep', kind: 'contract' }),
    worker: { kind: 'contract', faceWorkflow: 'plus-face' },
    runpod: new RunPodClient({ apiUrl: 'http://127.0.0.1:1/v2', apiKey: 'a-key', clock, access }),
    access,
    clock,
    logger: pino({ level: 'silent' }),
    signal: new AbortController().signal,
  });
}
