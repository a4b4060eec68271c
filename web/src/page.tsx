import { useEffect, useRef, useState } from 'preact/hooks';
import { addFiles, isFiles } from './add-files.js';
import { post } from './api.js';
import { Downloads } from './downloads.js';
import { LetterView } from './letter.js';
import { go, useRoute } from './route.js';
import { Setup } from './setup.js';
import { Sheet } from './sheet.js';
import { attempt, base, switchRun, update, useStore } from './store.js';
import type { Run } from './types.js';
import { timeLeft } from './words.js';
import { Words } from './words-view.js';

export function Page() {
  const { run, note, connected } = useStore();
  const route = useRoute();
  const { over, taking } = useFilesDropped();
  if (run === undefined) return <p class="opening">{note ?? ''}</p>;
  const letter = route.view === 'letter' ? run.letters.find(({ id }) => id === route.id) : undefined;
  return (
    <div class={`studio ${over ? 'over' : ''}`} {...taking}>
      <Header run={run} />
      <div class="notes" role="status" aria-live="polite">
        {!connected && note === undefined && (
          <p class="note">The studio does not answer. What it was doing is kept; start it again.</p>
        )}
        {(note ?? run.problem) && (
          <p class="note">
            <span>{note ?? run.problem}</span>
            {note && (
              <button type="button" class="quiet" onClick={() => update({ note: undefined })}>
                Close
              </button>
            )}
          </p>
        )}
      </div>
      {letter ? (
        <LetterView key={letter.id} run={run} letter={letter} />
      ) : (
        <div class="desk">
          <Setup run={run} />
          {route.view === 'words' ? <Words run={run} /> : <Sheet run={run} />}
        </div>
      )}
    </div>
  );
}

/** Files are taken wherever they are dropped: a browser would leave the page for them. */
function useFilesDropped() {
  const [over, setOver] = useState(false);
  const taking = {
    onDragOver: (event: DragEvent): void => {
      if (!isFiles(event)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    },
    onDrop: (event: DragEvent): void => {
      setOver(false);
      if (!isFiles(event) || event.defaultPrevented) return;
      event.preventDefault();
      void addFiles(event.dataTransfer?.files ?? []);
    },
  };
  return { over, taking };
}

function Header({ run }: { run: Run }) {
  const route = useRoute();
  return (
    <header class="top">
      <h1>
        <a href="#/">Abecedary</a>
      </h1>
      <RunPicker run={run} />
      <nav aria-label="Views">
        <a href="#/" aria-current={route.view === 'words' ? undefined : 'page'}>
          Alphabet
        </a>
        <a href="#/words" aria-current={route.view === 'words' ? 'page' : undefined}>
          Words
        </a>
      </nav>
      <div class="does">
        <Progress run={run} />
        <Downloads run={run} />
        <Scheme />
        <MainButton run={run} />
      </div>
    </header>
  );
}

function RunPicker({ run }: { run: Run }) {
  const { runs } = useStore();
  const [naming, setNaming] = useState(false);
  if (naming) return <NewRun close={() => setNaming(false)} />;
  const here = { id: run.id, name: run.name, changed: 0 };
  const known = runs.some(({ id }) => id === run.id) ? runs : [here, ...runs];
  return (
    <select
      class="runs"
      aria-label="Alphabet"
      value={run.id}
      onChange={(event) => {
        const { value } = event.currentTarget;
        event.currentTarget.value = run.id;
        if (value === 'new') return setNaming(true);
        go('/');
        void attempt(() => switchRun(value));
      }}
    >
      {known.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
      <option value="new">New alphabet …</option>
    </select>
  );
}

function NewRun({ close }: { close: () => void }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const create = (): Promise<unknown> =>
    attempt(async () => {
      const { id } = await post<{ id: string }>('/api/runs', { name: field.current!.value });
      await switchRun(id);
      close();
      go('/');
    });
  return (
    <form
      class="new"
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
      onKeyDown={({ key }) => key === 'Escape' && close()}
    >
      <input ref={field} type="text" aria-label="Name of the new alphabet" placeholder="Its name" />
      <button type="submit" class="plain">
        Begin
      </button>
      <button type="button" class="quiet" onClick={close}>
        Cancel
      </button>
    </form>
  );
}

function Progress({ run: { activity } }: { run: Run }) {
  if (activity.kind === 'idle') return null;
  const { kind, ended, total, waiting } = activity;
  const all = Math.max(total, ended + activity.working.length + (kind === 'letters' ? 0 : waiting.length));
  const what =
    all === 0
      ? 'Looking at the artworks'
      : kind === 'tries'
        ? `Try ${ended} of ${all}`
        : `${ended} of ${all}`;
  return (
    <p class="progress">
      <span>{what}</span> <span class="left">{timeLeft(activity.secondsLeft)}</span>
    </p>
  );
}

function MainButton({ run }: { run: Run }) {
  const todo = run.letters.filter(({ state, locked }) => state !== 'current' && !locked).length;
  if (run.activity.kind !== 'idle')
    return (
      <button type="button" class="main" onClick={() => attempt(() => post(`${base()}/stop`))}>
        Stop
      </button>
    );
  const words = todo === 0 ? 'All made' : todo === run.letters.length ? 'Render' : `Render ${todo}`;
  return (
    <button
      type="button"
      class="main"
      disabled={todo === 0}
      onClick={() => attempt(() => post(`${base()}/render`))}
    >
      {words}
    </button>
  );
}

const schemes = ['system', 'light', 'dark'] as const;

function Scheme() {
  const [scheme, choose] = useState(localStorage.getItem('scheme') ?? 'system');
  useEffect(() => {
    localStorage.setItem('scheme', scheme);
    document.documentElement.dataset.scheme = scheme;
  }, [scheme]);
  return (
    <select
      class="scheme"
      aria-label="Colours of the page"
      value={scheme}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      {schemes.map((each) => (
        <option key={each} value={each}>
          {each === 'system' ? 'Auto' : each === 'light' ? 'Light' : 'Dark'}
        </option>
      ))}
    </select>
  );
}
