import { useEffect, useState } from 'preact/hooks';
import { upload } from './api.js';
import { set } from './settings.js';
import { attempt, base } from './store.js';
import type { Run } from './types.js';
import { lettersOf } from './words.js';

const sets = [
  ['A–Z', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
  ['a–z', 'abcdefghijklmnopqrstuvwxyz'],
  ['0–9', '0123456789'],
] as const;

/** Which letters are made, and of which font. */
export function Characters({ run }: { run: Run }) {
  const { characters } = run.settings;
  const [text, write] = useState(characters);
  useEffect(() => write(characters), [characters]);
  const commit = (value: string): void => {
    const next = lettersOf(value);
    if (next !== '' && next !== characters) void set({ characters: next });
    else write(characters);
  };
  return (
    <section aria-labelledby="letters">
      <div class="heading">
        <h2 id="letters">Letters</h2>
        <span class="count">{run.letters.length}</span>
        <span class="row">
          {sets.map(([label, value]) => (
            <button key={label} type="button" class="quiet" onClick={() => commit(value)}>
              {label}
            </button>
          ))}
        </span>
      </div>
      <textarea
        aria-label="Characters, or words to take them from"
        rows={2}
        spellcheck={false}
        value={text}
        onInput={(event) => write(event.currentTarget.value)}
        onChange={(event) => commit(event.currentTarget.value)}
      />
      <Font run={run} />
    </section>
  );
}

/** So many letters show what the font looks like. */
const shown = 6;

function Font({ run }: { run: Run }) {
  const [name, write] = useState('');
  return (
    <div class="font">
      <p class="specimen">{run.font}</p>
      <svg class="faces" viewBox={`0 0 ${shown * 1000} 1000`} aria-hidden="true">
        {run.letters.slice(0, shown).map(({ id, outline }, at) => (
          <path key={id} d={outline} transform={`translate(${1000 * at})`} />
        ))}
      </svg>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') void set({ font: name.trim() }).then((right) => right && write(''));
        }}
      >
        <input
          type="text"
          aria-label="Name of an installed font"
          placeholder="Installed font, by its name"
          value={name}
          onInput={(event) => write(event.currentTarget.value)}
        />
      </form>
      <div class="row">
        <label class="quiet file">
          <input
            type="file"
            accept=".ttf,.otf,.woff,.woff2,.ttc,.otc"
            onChange={(event) => {
              const [given] = event.currentTarget.files ?? [];
              event.currentTarget.value = '';
              if (given) void attempt(() => upload(`${base()}/font`, given));
            }}
          />
          Choose a font file
        </label>
        <button type="button" class="quiet" onClick={() => set({ font: null })}>
          Archivo Black
        </button>
      </div>
    </div>
  );
}
