import { useEffect, useRef, useState } from 'preact/hooks';
import type { MessageView, PersonView } from '../../wire.ts';
import { alreadyTold, newAnnouncements, type Told } from './announcement.ts';
import type { Names } from './names.ts';

/** Older news is taken away: nobody looks for it here. */
const KEPT = 5;

interface News {
  readonly id: number;
  readonly text: string;
}

/** Tells screen readers what is new. What was there when it appeared is not said. */
export function SpokenNews(props: {
  messages: readonly MessageView[];
  names: Names;
  viewer: PersonView;
}) {
  const { messages, names, viewer } = props;
  const told = useRef<Told | undefined>(undefined);
  const next = useRef(0);
  const [news, setNews] = useState<readonly News[]>([]);
  useEffect(() => {
    if (!told.current) {
      told.current = alreadyTold(messages, names);
      return;
    }
    const after = newAnnouncements(told.current, messages, names, viewer.id);
    told.current = after.told;
    if (after.say.length === 0) return;
    const fresh = after.say.map((text) => ({ id: (next.current += 1), text }));
    setNews((before) => [...before, ...fresh].slice(-KEPT));
  }, [messages]);
  return (
    <div class="message-hidden" aria-live="polite" aria-relevant="additions">
      {news.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  );
}
