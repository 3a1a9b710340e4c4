/** When somebody was last sent a copy of their data: one an hour is enough. */
export const copies = `
  CREATE TABLE data_copies (
    user_id                 TEXT PRIMARY KEY,
    sent_at                 INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX data_copies_by_time ON data_copies (sent_at);
`;
