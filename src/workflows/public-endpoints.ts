import { fileURLToPath } from 'node:url';
import { readWorkflows, type Workflows, type WorkflowsAround } from './read-workflows.ts';

/** Where the manifests for RunPod's public endpoints lie, in the source as in what is built of it. */
const FOLDER = fileURLToPath(new URL('../../public-endpoints', import.meta.url));

/** Those of RunPod's public endpoints that come with the bot. */
export function readPublicEndpoints(around: WorkflowsAround): Workflows {
  return readWorkflows(FOLDER, around);
}
