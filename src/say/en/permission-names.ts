/** Permissions as Discord's own settings call them. */
export const permissionNames = {
  ViewChannel: 'View Channel',
  ReadMessageHistory: 'Read Message History',
  AttachFiles: 'Attach Files',
  EmbedLinks: 'Embed Links',
  SendMessages: 'Send Messages',
  SendMessagesInThreads: 'Send Messages in Threads',
};
