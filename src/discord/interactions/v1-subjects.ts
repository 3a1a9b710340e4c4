import type { Subject } from './custom-id.ts';

/**
 * What each action of the first custom ids is about, which did not say so themselves. Messages with
 * them stand for as long as people leave them, so nothing here ever goes, and nothing is added.
 */
export const SUBJECTS_OF_V1: ReadonlyMap<string, Subject> = new Map([
  ['cancel', 'job'],
  ['consent', 'job'],
  ['retry', 'job'],
  ['report', 'job'],
  ['report-for', 'job'],
  ['remove', 'report'],
  ['restore', 'report'],
  ['look', 'report'],
  ['block-requester', 'report'],
  ['block-reporter', 'report'],
  ['privacy-export', 'person'],
  ['privacy-withdraw', 'person'],
  ['privacy-erase', 'person'],
  ['privacy-erase-now', 'person'],
  ['privacy-keep', 'person'],
]);
