/** What a job came from: a step that somebody took under a picture. */
export interface Origin {
  /** The job that made the picture. */
  readonly job: string;
  /** Such as `again`; what steps there are changes. */
  readonly step: string;
  /** Which of its pictures, where one was picked; counts from 0. */
  readonly picture: number | undefined;
  /** Where its message was, where that is known; `@me` for the server in direct messages. */
  readonly message:
    | { readonly guildId: string; readonly channelId: string; readonly messageId: string }
    | undefined;
}

/** The columns of an origin. */
export interface OriginRow {
  readonly fromJob: string | null;
  readonly fromStep: string | null;
  readonly fromPicture: number | null;
  readonly fromMessage: string | null;
}

const MESSAGE = /^(\d{1,20}|@me)\/(\d{1,20})\/(\d{1,20})$/;

/** What a row says of it; `undefined` for a job that came from no other. */
export function originIn({
  fromJob: job,
  fromStep: step,
  fromPicture: picture,
  fromMessage,
}: OriginRow): Origin | undefined {
  if (job === null || step === null) return undefined;
  const [, guildId = '', channelId = '', messageId] = MESSAGE.exec(fromMessage ?? '') ?? [];
  const message = messageId === undefined ? undefined : { guildId, channelId, messageId };
  return { job, step, picture: picture ?? undefined, message };
}

/** How it is written down. */
export function originRow(origin: Origin | undefined): OriginRow {
  const { job, step, picture, message } = origin ?? {};
  return {
    fromJob: job ?? null,
    fromStep: step ?? null,
    fromPicture: picture ?? null,
    fromMessage: message ? `${message.guildId}/${message.channelId}/${message.messageId}` : null,
  };
}
