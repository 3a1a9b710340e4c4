/**
 * What a row is given with any state that ends its job, at `now` in milliseconds since the epoch. What a
 * finished job no longer needs, people's pictures above all, goes in the same commit.
 */
export function atEnd<Time>(now: Time) {
  return { finishedAt: now, face: null, attachment: null };
}
