/**
 * What people choose for themselves: how they are told and shown things, and values of options by recipe. And presets, of
 * a person or of a server, each with a number that buttons go by, and known by its name in `sort_name`, in whatever case.
 * Who made a server's is kept until they are erased.
 */
export const ownThings = `
  CREATE TABLE person_settings (
    user_id                 TEXT PRIMARY KEY,
    notify                  INTEGER NOT NULL DEFAULT 1,
    private                 INTEGER NOT NULL DEFAULT 0,
    spoiler                 INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE person_defaults (
    user_id                 TEXT NOT NULL,
    recipe                  TEXT NOT NULL,
    options                 TEXT NOT NULL,
    PRIMARY KEY (user_id, recipe)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE presets (
    owner_kind              TEXT NOT NULL,
    owner_id                TEXT NOT NULL,
    number                  INTEGER NOT NULL,
    name                    TEXT NOT NULL,
    sort_name               TEXT NOT NULL,
    before                  TEXT NOT NULL,
    after                   TEXT NOT NULL,
    options                 TEXT NOT NULL,
    recipe                  TEXT,
    made_by                 TEXT,
    made_at                 INTEGER NOT NULL,
    PRIMARY KEY (owner_kind, owner_id, number),
    UNIQUE (owner_kind, owner_id, sort_name)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX presets_by_maker ON presets (made_by) WHERE made_by IS NOT NULL;
`;
