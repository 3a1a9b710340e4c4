/** A person by their name as each reader knows them. Messages ping nobody. */
export function mention(userId: string): string {
  return `<@${userId}>`;
}
