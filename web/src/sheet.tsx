import { useEffect, useState } from 'preact/hooks';
import { post } from './api.js';
import { LetterPicture } from './picture.js';
import { go } from './route.js';
import { attempt, letterBase, useStore } from './store.js';
import type { Letter, Run } from './types.js';
import { titleOf } from './words.js';

/** All letters; each takes an artwork that is dropped on it. */
export function Sheet({ run }: { run: Run }) {
  const [own, resize] = useState(Number(localStorage.getItem('side') ?? 0));
  const fitting = useFittingSide(run.letters.length);
  const side = own || fitting;
  return (
    <main class="sheet" style={{ '--side': `${side}px` }}>
      <h2 class="unseen">Alphabet</h2>
      <ol>
        {run.letters.map((letter) => (
          <Tile key={letter.id} run={run} letter={letter} px={side * 2} />
        ))}
      </ol>
      <div class="sizer">
        <label for="side">Size on screen</label>
        <input
          id="side"
          type="range"
          min="72"
          max="640"
          step="4"
          value={side}
          onInput={(event) => {
            resize(Number(event.currentTarget.value));
            localStorage.setItem('side', event.currentTarget.value);
          }}
        />
      </div>
    </main>
  );
}

/** What lies around the letters in the window, in pixels: the settings at the left, head and margins. */
const around = { across: 316 + 72, down: 64 + 124 };
const gap = { across: 20, down: 50 };

/** The largest side at which the whole alphabet is seen at once, but no letter is small. */
function sideThatFits(count: number): number {
  const width = innerWidth - (innerWidth > 900 ? around.across : 32);
  const height = innerHeight - around.down;
  for (let side = 560; side > 152; side -= 8) {
    const columns = Math.floor((width + gap.across) / (side + gap.across));
    if (Math.ceil(count / Math.max(1, columns)) * (side + gap.down) <= height) return side;
  }
  return 152;
}

function useFittingSide(count: number): number {
  const [, redraw] = useState(0);
  useEffect(() => {
    const listener = (): void => redraw((each) => each + 1);
    addEventListener('resize', listener);
    return () => removeEventListener('resize', listener);
  }, []);
  return sideThatFits(count);
}

const states = { current: '', kept: 'ready', outdated: 'changed', missing: 'not made yet' };

function Tile({ run, letter, px }: { run: Run; letter: Letter; px: number }) {
  const { live } = useStore();
  const [over, setOver] = useState(false);
  const working = live[letter.letter];
  const waits = run.activity.waiting.includes(letter.letter);
  // What holds for all of them is said by the button that makes them.
  const allChanged = run.letters.every(({ state }) => state === 'outdated');
  const artwork = run.artworks.find(({ id }) => id === letter.artwork);
  const said = [
    letter.letter,
    artwork && titleOf(artwork.name),
    working ? 'in work' : waits ? 'waits' : states[letter.state],
    letter.locked && 'locked',
  ].filter((each) => each);
  return (
    <li
      class={`tile ${over ? 'over' : ''} ${working ? 'working' : ''} ${letter.state}`}
      onDragOver={(event) => {
        if (!event.dataTransfer?.types.includes('application/x-artwork') || letter.locked) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const id = event.dataTransfer?.getData('application/x-artwork');
        if (id) void attempt(() => post(`${letterBase(letter.id)}/change`, { artwork: id }));
      }}
    >
      <button type="button" aria-label={said.join(', ')} onClick={() => go(`/letter/${letter.id}`)}>
        <span class="paper">
          <LetterPicture letter={letter} px={px} />
        </span>
        {working && <span class="bar" style={{ '--done': working.workRatio }} />}
        <span class="caption" aria-hidden="true">
          <span class="name">{artwork ? titleOf(artwork.name) : ''}</span>{' '}
          <span class="mark">
            {letter.locked
              ? 'locked'
              : letter.state === 'outdated' && !allChanged
                ? 'changed'
                : waits
                  ? '…'
                  : ''}
          </span>
        </span>
      </button>
    </li>
  );
}
