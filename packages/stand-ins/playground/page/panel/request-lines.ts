import type { RequestView } from '../../wire.ts';

/** Identical requests in a row, as one line. */
export interface RequestLine {
  /** The last of them. */
  readonly request: RequestView;
  readonly times: number;
}

/** The lines, newest first, with repeated requests and answers merged. */
export function requestLines(requests: readonly RequestView[]): RequestLine[] {
  const lines: RequestLine[] = [];
  for (const request of requests) {
    const before = lines.at(-1);
    if (before && isSame(before.request, request)) {
      lines[lines.length - 1] = { request, times: before.times + 1 };
    } else {
      lines.push({ request, times: 1 });
    }
  }
  return lines.reverse();
}

function isSame(one: RequestView, other: RequestView): boolean {
  return (
    one.to === other.to &&
    one.method === other.method &&
    one.path === other.path &&
    one.status === other.status
  );
}
