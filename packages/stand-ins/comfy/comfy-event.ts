/** What a running ComfyUI says over its websocket. */
export type ComfyEvent =
  | { readonly type: string; readonly data: Readonly<Record<string, unknown>> }
  | { readonly type: 'preview'; readonly jpeg: Buffer };

/**
 * Who hears an event: the client that sent the prompt; where it named none, everybody or nobody.
 */
export interface Audience {
  readonly client: string | undefined;
  readonly orEverybody: boolean;
}

export type ComfyListener = (event: ComfyEvent, audience: Audience) => void;

/** Tells of an event; `everybody`: even where the prompt's sender named no client. */
export type Tell = (event: ComfyEvent, everybody: boolean) => void;
