/**
 * When a job of a paused server rejoins its queue unless the server is resumed, in milliseconds since the
 * epoch: at the last time that a Date can be.
 */
export const PARKED = 8_640_000_000_000_000;
