import { SMALL_ANSWER_BYTES } from './answer-body.ts';
import type { Call, Calls } from './calls.ts';
import { parseAnswer } from './parse-answer.ts';
import { Place } from './place.ts';
import { isOver, jobStatusAnswer, type JobStatusAnswer } from './schema.ts';
import { statusAtHead } from './status-at-head.ts';

/**
 * Holds a place for no longer than one try, unless it is the caller's and the try succeeds. Of a
 * job that goes on, no more than a small answer is ever of use: where a large one names the status
 * first, the rest is not read.
 */
export async function askStatus(
  calls: Calls,
  call: Call,
  callers?: Place,
): Promise<JobStatusAnswer> {
  const place = callers ?? new Place();
  try {
    const isEnough = (beginning: Buffer) => goingOn(beginning) !== undefined;
    const sent = await calls.send({ ...call, isEnough }, place);
    const { body, isCut } = sent.incoming;
    const status = isCut ? goingOn(body) : undefined;
    if (status !== undefined) return { status, cutBytes: body.length };
    const answer = await parseAnswer(sent, jobStatusAnswer);
    if (callers === undefined) place.release();
    // The order of JSON's keys is nobody's promise, so it may show only now.
    if (body.length <= SMALL_ANSWER_BYTES || isOver(answer.status)) return answer;
    place.release();
    return { ...answer, output: undefined, error: undefined, cutBytes: body.length };
  } catch (error) {
    place.release();
    throw error;
  }
}

/** The status at the beginning of an answer, where the job goes on. */
function goingOn(beginning: Buffer): string | undefined {
  const status = statusAtHead(beginning);
  return status === undefined || isOver(status) ? undefined : status;
}
