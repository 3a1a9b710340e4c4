import type { RunPodSandbox } from '../../../packages/stand-ins/runpod/runpod-sandbox.ts';

/** An answer with its body read: JSON where it says so, else text. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Calls the sandbox over its socket, as any client of RunPod would. */
export function clientOf(sandbox: RunPodSandbox, key = sandbox.apiKey) {
  const call = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(`${sandbox.apiUrl}/${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') === true;
    return { status: response.status, body: json ? (JSON.parse(text) as unknown) : text };
  };
  const base = sandbox.endpointId;
  return {
    call,
    run: (input: unknown, policy?: object) => call('POST', `${base}/run`, { input, policy }),
    status: (id: string) => call('GET', `${base}/status/${id}`),
    cancel: (id: string) => call('POST', `${base}/cancel/${id}`),
    health: () => call('GET', `${base}/health`),
  };
}
