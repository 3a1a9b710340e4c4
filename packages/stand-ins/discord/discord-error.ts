/** A refusal in Discord's own terms: HTTP status, JSON code and message, and an `errors` tree. */
export class DiscordError extends Error {
  override readonly name = 'DiscordError';
  readonly status: 400 | 401 | 403 | 404 | 413;
  readonly code: number;
  readonly errors: ErrorTree | undefined;

  constructor(status: DiscordError['status'], code: number, message: string, errors?: ErrorTree) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }

  /** The body that Discord sends. */
  toJSON(): object {
    const { message, code, errors } = this;
    return errors ? { message, code, errors } : { message, code };
  }
}

/** The codes from Discord's API reference that the sandbox answers with. */
export const refuse = {
  unauthorized: () => new DiscordError(401, 0, '401: Unauthorized'),
  noSuchRoute: () => new DiscordError(404, 0, '404: Not Found'),
  unknownApplication: () => new DiscordError(404, 10002, 'Unknown Application'),
  unknownChannel: () => new DiscordError(404, 10003, 'Unknown Channel'),
  unknownGuild: () => new DiscordError(404, 10004, 'Unknown Guild'),
  unknownMember: () => new DiscordError(404, 10007, 'Unknown Member'),
  unknownUser: () => new DiscordError(404, 10013, 'Unknown User'),
  unknownMessage: () => new DiscordError(404, 10008, 'Unknown Message'),
  unknownEntitlement: () => new DiscordError(404, 10029, 'Unknown Entitlement'),
  unknownWebhook: () => new DiscordError(404, 10015, 'Unknown Webhook'),
  unknownInteraction: () => new DiscordError(404, 10062, 'Unknown interaction'),
  tooLarge: () => new DiscordError(413, 40005, 'Request entity too large'),
  alreadyAcknowledged: () =>
    new DiscordError(400, 40060, 'Interaction has already been acknowledged.'),
  tooManyCommands: (most: number) =>
    new DiscordError(400, 30032, `Maximum number of application commands reached (${most})`),
  missingAccess: () => new DiscordError(403, 50001, 'Missing Access'),
  othersMessage: () =>
    new DiscordError(403, 50005, 'Cannot edit a message authored by another user'),
  directChannel: () => new DiscordError(403, 50003, 'Cannot execute action on a DM channel'),
  emptyMessage: () => new DiscordError(400, 50006, 'Cannot send an empty message'),
  closedToDirectMessages: () => new DiscordError(403, 50007, 'Cannot send messages to this user'),
  invalidRecipients: () => new DiscordError(400, 50033, 'Invalid Recipient(s)'),
  missingPermissions: () => new DiscordError(403, 50013, 'Missing Permissions'),
  tooManyFollowUps: () =>
    new DiscordError(
      400,
      40094,
      'This interaction has reached the maximum number of follow-up messages.',
    ),
  invalidWebhookToken: () => new DiscordError(401, 50027, 'Invalid Webhook Token'),
  invalidJson: () => new DiscordError(400, 50109, 'The request body contains invalid JSON.'),
} as const;

/** Discord's tree of form errors: keys lead to the field, `_errors` says what is wrong there. */
export interface ErrorTree {
  [field: string]: ErrorTree | FieldError[];
}

/** One thing that is wrong with a field. */
export interface FieldError {
  readonly code: string;
  readonly message: string;
}

/** Where a field stands in a body. */
export type FieldPath = readonly (string | number)[];

/** Collects what is wrong with a body and refuses it in one 400 with code 50035. */
export class FormErrors {
  readonly #found: { path: FieldPath; error: FieldError }[] = [];

  add(path: FieldPath, code: string, message: string): void {
    this.#found.push({ path, error: { code, message } });
  }

  throwIfAny(): void {
    if (this.#found.length === 0) return;
    const root: ErrorTree = {};
    for (const { path, error } of this.#found) {
      let node = root;
      for (const key of path) {
        const next = node[key];
        node = next && !Array.isArray(next) ? next : (node[key] = {});
      }
      const errors = node._errors;
      if (Array.isArray(errors)) errors.push(error);
      else node._errors = [error];
    }
    throw new DiscordError(400, 50035, 'Invalid Form Body', root);
  }
}
