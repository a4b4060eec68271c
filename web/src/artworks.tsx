import { addFiles } from './add-files.js';
import { remove } from './api.js';
import { Choice } from './controls.js';
import { set } from './settings.js';
import { attempt, base, useStore } from './store.js';
import type { Artwork, Run } from './types.js';
import { titleOf } from './words.js';

/** The artworks of a run; files that are dropped anywhere on the page are added. */
export function Artworks({ run }: { run: Run }) {
  return (
    <section class="artworks" aria-labelledby="artworks">
      <div class="heading">
        <h2 id="artworks">Artworks</h2>
        <span class="count">{run.artworks.length}</span>
        {!run.settings.included && (
          <button type="button" class="quiet" onClick={() => set({ styles: 'included' })}>
            Use the included ones
          </button>
        )}
      </div>
      <ul class="thumbs">
        {run.artworks.map((artwork) => (
          <Thumb key={artwork.id} run={run} artwork={artwork} />
        ))}
      </ul>
      <Drop />
      <Notes notes={run.notes} />
      <Choice
        legend="Pairing"
        value={run.settings.pairing}
        options={[
          ['turn', 'In turn'],
          ['best', 'Best fit'],
          ['shuffle', 'Shuffled'],
        ]}
        onSet={(pairing) => set({ pairing })}
      />
    </section>
  );
}

/** What the plan says of the artworks: shown when it is asked for. */
function Notes({ notes }: { notes: readonly string[] }) {
  if (notes.length === 0) return null;
  return (
    <details class="remarks">
      <summary>{notes.length === 1 ? 'A note on them' : `${notes.length} notes on them`}</summary>
      <ul>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </details>
  );
}

function Drop() {
  const { adding } = useStore();
  return (
    <label class="drop">
      <input
        type="file"
        multiple
        accept="image/png,image/jpeg,image/webp,image/gif,image/tiff,image/avif"
        onChange={(event) => {
          void addFiles(event.currentTarget.files ?? []);
          event.currentTarget.value = '';
        }}
      />
      <span>{adding > 0 ? `Adding ${adding} …` : 'Drop artworks here, or choose files'}</span>
    </label>
  );
}

function Thumb({ run, artwork }: { run: Run; artwork: Artwork }) {
  const title = titleOf(artwork.name);
  const used = run.letters.filter((letter) => letter.artwork === artwork.id).map(({ letter }) => letter);
  return (
    <li
      draggable
      onDragStart={(event) => {
        event.dataTransfer?.setData('application/x-artwork', artwork.id);
        if (event.dataTransfer) event.dataTransfer.effectAllowed = 'copy';
      }}
    >
      <img
        src={`${base()}/artworks/${artwork.id}?px=96`}
        alt={title}
        title={used.length > 0 ? `${title}: ${used.join(' ')}` : title}
        width="48"
        height="48"
        loading="lazy"
        draggable={false}
      />
      {artwork.own && (
        <button
          type="button"
          class="remove"
          aria-label={`Remove ${title}`}
          onClick={() => attempt(() => remove(`${base()}/artworks/${artwork.id}`))}
        >
          ×
        </button>
      )}
    </li>
  );
}
