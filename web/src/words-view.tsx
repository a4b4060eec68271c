import { useState } from 'preact/hooks';
import { post } from './api.js';
import { Work } from './controls.js';
import { go } from './route.js';
import { set } from './settings.js';
import { attempt, base } from './store.js';
import type { Run } from './types.js';
import { lettersOf } from './words.js';

/** Words that are set and made as one picture. */
export function Words({ run }: { run: Run }) {
  const [text, write] = useState('');
  const [version, show] = useState(0);
  return (
    <main class="words">
      <h2>Words</h2>
      <textarea
        aria-label="Words, such as lyrics"
        rows={4}
        placeholder={'We were loud\nwhen the rope was young'}
        value={text}
        onInput={(event) => write(event.currentTarget.value)}
      />
      <div class="row">
        <Work
          className="plain"
          disabled={text.trim() === ''}
          onWork={async () => {
            const made = await attempt(() => post(`${base()}/page`, { content: text }));
            if (made) show(version + 1);
          }}
        >
          Make a page of it
        </Work>
        <button type="button" class="quiet" disabled={text.trim() === ''} onClick={() => takeLetters(text)}>
          Make its letters the alphabet
        </button>
        {version > 0 && (
          <a class="quiet" href={`${base()}/page?v=${version}`} download="words.png">
            Save the page
          </a>
        )}
      </div>
      {version > 0 && <img class="made" src={`${base()}/page?v=${version}`} alt={text} key={run.id} />}
    </main>
  );
}

function takeLetters(text: string): void {
  void set({ characters: lettersOf(text) }).then(() => go('/'));
}
