import { useEffect, useState } from 'preact/hooks';
import { messageElementId, placeOf, type MessagePlace } from './message-hash.ts';

/** Opens the channel that a link to a message leads to, and then shows the message. */
export function useMessageHash(openChannel: (channelId: string) => void): void {
  const [wanted, setWanted] = useState<MessagePlace>();
  useEffect(() => {
    const follow = () => {
      const place = placeOf(location.hash);
      if (!place) return;
      // The same link leads there again.
      history.replaceState(null, '', location.pathname);
      openChannel(place.channelId);
      setWanted(place);
    };
    addEventListener('hashchange', follow);
    return () => {
      removeEventListener('hashchange', follow);
    };
  }, [openChannel]);
  useEffect(() => {
    if (!wanted) return;
    const message = document.getElementById(messageElementId(wanted.messageId));
    message?.scrollIntoView({ block: 'center' });
    message?.focus();
  }, [wanted]);
}
