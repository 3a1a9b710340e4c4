import { SMALL_ANSWER_BYTES } from './answer-body.ts';
import type { Call, Calls } from './calls.ts';
import { parseAnswer } from './parse-answer.ts';
import { Place } from './place.ts';
import { isOver, jobStatusAnswer, type JobStatusAnswer } from './schema.ts';
import { statusAtHead } from './status-at-head.ts';

/**
 * Asks once where a job stands. A place is held for this one try, unless it is the caller's and the
 * try succeeds. While a job goes on, only a small part of its answer is of use: if a large one names
 * the status first, the rest is not read.
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
    // Nobody promises the order of JSON's keys, so this may show only now.
    if (body.length <= SMALL_ANSWER_BYTES || isOver(answer.status)) return answer;
    place.release();
    return { ...answer, output: undefined, error: undefined, cutBytes: body.length };
  } catch (error) {
    place.release();
    throw error;
  }
}

/** The status at the beginning of an answer, if the job goes on. */
function goingOn(beginning: Buffer): string | undefined {
  const status = statusAtHead(beginning);
  return status === undefined || isOver(status) ? undefined : status;
}
