/**
 * As much as all pictures of one job may come to, in bytes: RunPod takes requests of 10 MB, and base64
 * makes four bytes of three.
 */
export const MOST_INPUT_BYTES = 7_000_000;
