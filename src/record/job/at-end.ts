/**
 * What a row is given with any state that ends its job, at `now` in milliseconds since the epoch. Where people's
 * pictures are goes in the same commit, as by a trigger do the pictures themselves.
 */
export function atEnd<Time>(now: Time) {
  return { finishedAt: now, attachment: null };
}
