/** The role of each server whose people moderate it besides those who manage the server. */
export const rights = `
  CREATE TABLE moderation_roles (
    guild_id                TEXT PRIMARY KEY,
    role_id                 TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
`;
