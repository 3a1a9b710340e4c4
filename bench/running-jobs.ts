import type { Differences } from './job-rows.ts';
import { STANDING_TOKEN } from './standing-messages.ts';

const PEOPLE = 5_000;

/** RunPod's id of the n-th row that {@link runningJob} describes. */
export function runningJobId(n: number): string {
  return `running-${n}-s1`;
}

/** What differs in jobs that were asked for, and began to run, within the last minute. */
export function runningJob(): Differences {
  const at = `${Date.now()} - (n * 7919) % 60000`;
  return {
    id: `printf('r%07d', n)`,
    interaction_id: `printf('3%017d', n)`,
    answered_interaction_id: `printf('3%017d', n)`,
    interaction_token: STANDING_TOKEN,
    token_expires_at: `${at} + ${15 * 60_000}`,
    message_id: `printf('4%017d', n)`,
    user_id: `printf('5%017d', n % ${PEOPLE})`,
    runpod_id: `printf('running-%d-s1', n)`,
    created_at: at,
    accepted_at: at,
    ready_at: at,
    submitted_at: at,
    started_at: at,
  };
}
