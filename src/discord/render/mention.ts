/** A person by their name as each reader knows them. Messages ping nobody. */
export function mention(userId: string | undefined): string {
  return userId === undefined ? 'somebody' : `<@${userId}>`;
}
