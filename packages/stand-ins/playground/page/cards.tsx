import { ComponentType, type APIModalInteractionResponseCallbackData } from 'discord-api-types/v10';
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { CardsView, CardView, Scene, Shown } from '../cards/view.ts';
import { ComponentRows } from './messages/component-rows.tsx';
import { Embed } from './messages/embed.tsx';
import { Markdown } from './messages/markdown.tsx';
import type { Names } from './messages/names.ts';
import { framesOf } from './messages/pictures-of.ts';
import './page.css';
import './messages/message-content.css';
import './cards.css';

const NAMES: Names = {
  user: (id) => (id.endsWith('1') ? 'Ada' : 'Ben'),
  channel: () => 'general',
};

const NONE: ReadonlySet<string> = new Set();
const nothing = () => undefined;

/** Every card in every language, side by side. `?languages=en,de` shows these. */
function Cards() {
  const [view, setView] = useState<CardsView>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    fetch(`/cards.json${location.search}`)
      .then(async (answer) => {
        if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
        // Ours, and of this version.
        setView((await answer.json()) as CardsView);
      })
      .catch((error: unknown) => {
        setProblem(String(error));
      });
  }, []);
  if (problem !== undefined) return <p role="alert">{problem}</p>;
  if (!view) return <p>Loading.</p>;
  const columns = { gridTemplateColumns: `repeat(${view.languages.length}, minmax(320px, 1fr))` };
  return (
    <main class="cards">
      <h1>Every card in every language</h1>
      <nav class="cards-nav">
        {view.groups.map(({ title }) => (
          <a key={title} class="message-link" href={`#${anchorOf(title)}`}>
            {title}
          </a>
        ))}
      </nav>
      {view.groups.map(({ title, scenes }) => (
        <section key={title} id={anchorOf(title)} aria-label={title}>
          <h2>{title}</h2>
          <div class="cards-scroll" tabIndex={0}>
            <div class="cards-row cards-head" style={columns}>
              {view.languages.map(({ code, name }) => (
                <strong key={code} lang={code}>
                  {name}
                </strong>
              ))}
            </div>
            {scenes.map((scene) => (
              <SceneRow
                key={scene.about}
                scene={scene}
                languages={view.languages}
                columns={columns}
              />
            ))}
          </div>
        </section>
      ))}
    </main>
  );
}

interface SceneRowProps {
  readonly scene: Scene;
  readonly languages: CardsView['languages'];
  readonly columns: { readonly gridTemplateColumns: string };
}

function SceneRow({ scene: { about, shown }, languages, columns }: SceneRowProps) {
  return (
    <article class="cards-scene" aria-label={about}>
      <h3>{about}</h3>
      <div class="cards-row" style={columns}>
        {languages.map(({ code }) => (
          <div key={code} class="cards-cell" lang={code}>
            {shown[code] && <ShownAs what={shown[code]} />}
          </div>
        ))}
      </div>
    </article>
  );
}

function ShownAs({ what }: { what: Shown }) {
  switch (what.kind) {
    case 'card':
      return <Card card={what.card} />;
    case 'form':
      return <Form form={what.form} />;
    case 'lines':
      return what.lines.map((line) => <Markdown key={line} text={line} names={NAMES} />);
  }
}

function Card({ card: { content, embeds, components, files } }: { card: CardView }) {
  return (
    <>
      {content !== '' && <Markdown text={content} names={NAMES} />}
      {files.map(({ name, alt }) => (
        <p key={name} class="cards-file">
          🖼 {name}
          {alt !== undefined && <em> {alt}</em>}
        </p>
      ))}
      {framesOf([...embeds]).map((frame, index) => (
        <Embed key={index} frame={frame} names={NAMES} />
      ))}
      <ComponentRows components={[...components]} pending={NONE} press={nothing} select={nothing} />
    </>
  );
}

function Form({ form: { title, components } }: { form: APIModalInteractionResponseCallbackData }) {
  return (
    <div class="cards-form">
      <strong>{title}</strong>
      {components.map((part, index) =>
        part.type === ComponentType.Label ? (
          <div key={index} class="cards-field">
            <span>{part.label}</span>
            {part.description != null && <small>{part.description}</small>}
            {part.component.type === ComponentType.StringSelect && (
              <span class="cards-input">
                {part.component.options.map(({ label }) => label).join(' · ')}
              </span>
            )}
            {part.component.type === ComponentType.TextInput && (
              <span class="cards-input">{part.component.value ?? ''}</span>
            )}
          </div>
        ) : null,
      )}
    </div>
  );
}

function anchorOf(title: string): string {
  return title.toLowerCase().replaceAll(/\W+/g, '-');
}

render(<Cards />, document.body);
