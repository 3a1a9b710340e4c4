/** By when the tokens of private jobs that are over are dead: nothing else removes them. */
export const deadTokens = `
  CREATE INDEX jobs_private_tokens ON jobs (token_expires_at)
    WHERE private = 1 AND interaction_token IS NOT NULL AND finished_at IS NOT NULL;
`;
