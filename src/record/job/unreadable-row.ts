import type { Database } from '../store/database.ts';

/** A job by the names that RunPod knows it by. */
export interface RemoteJob {
  readonly endpointId: string;
  readonly runpodId: string;
}

/** What is known of a job whose row cannot be read. */
export interface SetAside {
  /** What RunPod may still be at work on. */
  readonly remote: RemoteJob | undefined;
}

/**
 * Ends a job whose row cannot be read, and takes out of it what belongs to a person. `undefined`
 * where that was done before.
 */
export async function setRowAside(
  trx: Database,
  jobId: string,
  now: number,
): Promise<SetAside | undefined> {
  const row = await trx
    .selectFrom('jobs')
    .select([
      'state',
      'finishedAt',
      'undeliverableAt',
      'remoteOpen',
      'runpodEndpointId',
      'runpodId',
    ])
    .where('id', '=', jobId)
    .executeTakeFirst();
  if (!row || (row.finishedAt !== null && row.undeliverableAt !== null)) return undefined;
  const ended = { state: 'failed', errorCode: 'unexpected', finishedAt: now } as const;
  await trx
    .updateTable('jobs')
    .set({
      undeliverableAt: now,
      interactionToken: null,
      attachment: null,
      face: null,
      remoteOpen: 0,
      ...(row.finishedAt === null ? ended : {}),
    })
    .where('id', '=', jobId)
    .execute();
  if (row.finishedAt === null) {
    const cause = 'the row cannot be read';
    const event = { jobId, at: now, fromState: row.state, toState: ended.state, cause };
    await trx.insertInto('jobEvents').values(event).execute();
  }
  const { remoteOpen, runpodEndpointId: endpointId, runpodId } = row;
  const open = remoteOpen === 1 && endpointId !== null && runpodId !== null;
  return { remote: open ? { endpointId, runpodId } : undefined };
}
