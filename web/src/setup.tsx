import { useEffect, useRef, useState } from 'preact/hooks';
import { post, remove, upload } from './api.js';
import { Choice, Slider } from './controls.js';
import { LetterPicture } from './picture.js';
import { attempt, base } from './store.js';
import type { Artwork, Letter, Preview, Run, Settings } from './types.js';
import { usePreview } from './use-preview.js';
import { titleOf } from './words.js';

const set = (flags: object): Promise<boolean> => attempt(() => post(`${base()}/settings`, flags));

/** What the alphabet is made of and how. */
export function Setup({ run }: { run: Run }) {
  return (
    <aside class="setup" aria-label="What it is made of">
      <Artworks run={run} />
      <Letters run={run} />
      <Look run={run} />
    </aside>
  );
}

function Artworks({ run }: { run: Run }) {
  const [over, setOver] = useState(false);
  const [adding, setAdding] = useState(0);
  const { included, pairing } = run.settings;
  const add = async (files: FileList | null | undefined): Promise<void> => {
    const list = [...(files ?? [])];
    setAdding(list.length);
    await attempt(async () => {
      for (const file of list) await upload(`${base()}/artworks`, file);
    });
    setAdding(0);
  };
  return (
    <section
      class={`artworks ${over ? 'over' : ''}`}
      aria-labelledby="artworks"
      onDragOver={(event) => {
        if (!event.dataTransfer?.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        if (!event.dataTransfer?.types.includes('Files')) return;
        event.preventDefault();
        setOver(false);
        void add(event.dataTransfer.files);
      }}
    >
      <div class="heading">
        <h2 id="artworks">Artworks</h2>
        <span class="count">{run.artworks.length}</span>
        {!included && (
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
      <label class="drop">
        <input
          type="file"
          multiple
          accept="image/png,image/jpeg,image/webp,image/gif,image/tiff,image/avif"
          onChange={(event) => {
            void add(event.currentTarget.files);
            event.currentTarget.value = '';
          }}
        />
        <span>{adding > 0 ? `Adding ${adding} …` : 'Drop your artworks here, or choose files'}</span>
      </label>
      <Choice
        legend="Pairing"
        value={pairing}
        options={[
          ['turn', 'In turn'],
          ['best', 'Best fit'],
          ['shuffle', 'Shuffled'],
        ]}
        onSet={(value) => set({ pairing: value })}
      />
    </section>
  );
}

function Thumb({ run, artwork }: { run: Run; artwork: Artwork }) {
  const title = titleOf(artwork.name);
  const used = run.letters.filter((letter) => letter.artwork === artwork.id).map(({ letter }) => letter);
  return (
    <li>
      <img
        src={`${base()}/artworks/${artwork.id}?px=96`}
        alt={title}
        title={used.length > 0 ? `${title}: ${used.join(' ')}` : title}
        width="48"
        height="48"
        loading="lazy"
        draggable
        onDragStart={(event) => {
          event.dataTransfer?.setData('application/x-artwork', artwork.id);
          if (event.dataTransfer) event.dataTransfer.effectAllowed = 'link';
        }}
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

const sets = [
  ['A–Z', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
  ['a–z', 'abcdefghijklmnopqrstuvwxyz'],
  ['0–9', '0123456789'],
] as const;

function Letters({ run }: { run: Run }) {
  const { characters } = run.settings;
  const [text, write] = useState(characters);
  const file = useRef<HTMLInputElement>(null);
  useEffect(() => write(characters), [characters]);
  const commit = (value: string): void => {
    // A text gives each of its letters once.
    const single = [...new Set([...new Intl.Segmenter().segment(value)].map(({ segment }) => segment))];
    const next = single.filter((each) => each.trim() !== '').join('');
    if (next !== '' && next !== characters) void set({ characters: next });
    else write(characters);
  };
  return (
    <section aria-labelledby="letters">
      <div class="heading">
        <h2 id="letters">Letters</h2>
        <span class="count">{run.letters.length}</span>
      </div>
      <textarea
        aria-label="Characters, or words to take them from"
        rows={2}
        spellcheck={false}
        value={text}
        onInput={(event) => write(event.currentTarget.value)}
        onChange={(event) => commit(event.currentTarget.value)}
      />
      <div class="row">
        {sets.map(([label, value]) => (
          <button key={label} type="button" class="quiet" onClick={() => commit(value)}>
            {label}
          </button>
        ))}
      </div>
      <div class="font">
        <p class="specimen">{run.font}</p>
        <div class="row">
          <button type="button" class="quiet" onClick={() => file.current?.click()}>
            Font file …
          </button>
          <button
            type="button"
            class="quiet"
            onClick={() => {
              const name = prompt('Name of an installed font');
              if (name) void set({ font: name });
            }}
          >
            Installed …
          </button>
          <button type="button" class="quiet" onClick={() => set({ font: null })}>
            Default
          </button>
        </div>
        <input
          ref={file}
          hidden
          type="file"
          aria-label="Font file"
          accept=".ttf,.otf,.woff,.woff2,.ttc,.otc"
          onChange={(event) => {
            const [given] = event.currentTarget.files ?? [];
            if (given) void attempt(() => upload(`${base()}/font`, given));
          }}
        />
      </div>
    </section>
  );
}

const presets = [
  ['found', 'Found'],
  ['bold', 'Bold'],
  ['shadow', 'Shadow'],
  ['collage', 'Collage'],
  ['painted', 'Painted'],
  ['painterly', 'Painterly'],
  ['wild', 'Wild'],
  ['ink-only', 'Ink only'],
] as const;

function Look({ run }: { run: Run }) {
  const { settings } = run;
  const sample = run.letters[0];
  const { preview, show, busy } = usePreview(sample);
  const isFound = settings.found > 0;
  return (
    <section aria-labelledby="look">
      <div class="heading">
        <h2 id="look">Look</h2>
      </div>
      <Choice
        legend="Preset"
        value={settings.preset}
        options={presets}
        onSet={(preset) => set({ preset, contrast: null, fit: null, detail: null, found: null, seam: null })}
      />
      <Proof sample={sample} preview={preview} busy={busy} onAsk={() => show({})} />
      <Sliders settings={settings} isFound={isFound} ask={show} />
    </section>
  );
}

/** One letter, small, that shows what the sliders do before all are made again. */
function Proof({
  sample,
  preview,
  busy,
  onAsk,
}: {
  sample: Letter | undefined;
  preview: Preview | undefined;
  busy: boolean;
  onAsk: () => void;
}) {
  if (sample === undefined) return null;
  return (
    <div class="proof">
      <div class={`sample ${busy ? 'busy' : ''}`}>
        {preview ? (
          <img src={preview.picture} alt={`${sample.letter} as it would be`} width="128" height="128" />
        ) : (
          <LetterPicture letter={sample} px={192} />
        )}
      </div>
      <div>
        <p>{busy ? 'Looking …' : preview ? 'As good as unpainted' : 'Sliders show here what they do'}</p>
        <button type="button" class="quiet" disabled={busy} onClick={onAsk}>
          Try it on {sample.letter}
        </button>
      </div>
    </div>
  );
}

const twoDigits = (value: number): string => value.toFixed(2);

function Sliders({
  settings,
  isFound,
  ask,
}: {
  settings: Settings;
  isFound: boolean;
  ask: (own: object) => void;
}) {
  const contrast = settings.contrast === 'auto' ? 0.5 : settings.contrast;
  return (
    <>
      {isFound && (
        <Slider
          label="Artwork itself"
          ends={['painted', 'bare pieces']}
          {...{ value: settings.found, min: 0.05, max: 1, step: 0.05, format: twoDigits }}
          onMove={(found) => ask({ found })}
          onSet={(found) => set({ found })}
        />
      )}
      <Slider
        label="Contrast"
        ends={['blends', 'poster']}
        {...{ value: contrast, min: 0, max: 1, step: 0.05 }}
        format={(value) => (settings.contrast === 'auto' && value === contrast ? 'auto' : twoDigits(value))}
        onMove={(value) => ask({ contrast: value })}
        onSet={(value) => set({ contrast: value })}
      />
      <Slider
        label="Detail"
        ends={['fine', 'large forms']}
        {...{ value: settings.detail, min: 0.25, max: 4, step: 0.25, format: twoDigits }}
        onMove={(detail) => ask({ detail })}
        onSet={(detail) => set({ detail })}
      />
      <Slider
        label={isFound ? 'Torn edge' : 'Loose outline'}
        ends={isFound ? ['the font’s', 'the artwork’s'] : ['strict', 'free']}
        {...(isFound
          ? { value: settings.seam, min: 0, max: 0.06, step: 0.005 }
          : { value: settings.fit, min: 0, max: 0.2, step: 0.01 })}
        format={(value) => value.toFixed(3)}
        onMove={(value) => ask(isFound ? { seam: value } : { fit: value })}
        onSet={(value) => set(isFound ? { seam: value } : { fit: value })}
      />
      <Choice
        legend="Size"
        value={String(settings.size)}
        options={[
          ['128', '128 draft'],
          ['256', '256'],
          ['512', '512'],
          ['1024', '1024 print'],
        ]}
        onSet={(size) => set({ size })}
      />
    </>
  );
}
