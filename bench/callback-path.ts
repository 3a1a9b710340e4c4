/** The path of a first answer; its group is the interaction's id. */
export const CALLBACK = /\/interactions\/(\d+)\/[^/]+\/callback/;
