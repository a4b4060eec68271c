import { useEffect, useState } from 'preact/hooks';
import { addFiles, isFiles } from './add-files.js';
import { post } from './api.js';
import { Work } from './controls.js';
import { LetterPicture } from './picture.js';
import { go } from './route.js';
import { attempt, base, letterBase, useStore } from './store.js';
import type { Letter, Run } from './types.js';
import { titleOf } from './words.js';

/** All letters; each takes an artwork that is dropped on it. */
export function Sheet({ run }: { run: Run }) {
  const [own, resize] = useState(Number(localStorage.getItem('side') ?? 0));
  const fitting = useFittingSide(run.letters.length);
  const side = own || fitting;
  return (
    <main class="sheet" style={{ '--side': `${side}px` }}>
      <div class="bench">
        <h2 class="unseen">Alphabet</h2>
        <Steps run={run} />
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
          <button
            type="button"
            class="quiet"
            disabled={own === 0}
            onClick={() => {
              resize(0);
              localStorage.removeItem('side');
            }}
          >
            Fit
          </button>
        </div>
      </div>
      <ol>
        {run.letters.map((letter) => (
          <Tile key={letter.id} run={run} letter={letter} px={side * 2} />
        ))}
      </ol>
    </main>
  );
}

/** Takes back what was set or paired for the whole alphabet, and does it again; also by the usual keys. */
function Steps({ run }: { run: Run }) {
  const step = (which: 'undo' | 'redo'): Promise<boolean> =>
    attempt(() => post(`${base()}/step`, { step: which }));
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      const inField = (event.target as Element).closest('textarea, input[type="text"]');
      if (inField || event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      if (event.shiftKey ? run.redo : run.undo) void step(event.shiftKey ? 'redo' : 'undo');
    };
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  });
  return (
    <div class="steps">
      <Work className="quiet" disabled={!run.undo} onWork={() => step('undo')} title="Ctrl Z">
        Undo
      </Work>
      <Work className="quiet" disabled={!run.redo} onWork={() => step('redo')} title="Ctrl Shift Z">
        Redo
      </Work>
    </div>
  );
}

/** What lies around the letters in the window, in pixels: the settings at the left, head and margins; and in a large window. */
const around = { across: 316 + 72, down: 64 + 130 };
const aroundLarge = { from: 2000, across: 380 + 128, down: 64 + 140 };
const gap = { across: 20, down: 50 };
const narrow = { below: 900, margins: 32, across: 12, least: 76 };

/** The largest side at which the whole alphabet is seen at once, but no letter is small. */
function sideThatFits(count: number): number {
  const isNarrow = innerWidth <= narrow.below;
  const { across, down } = innerWidth >= aroundLarge.from ? aroundLarge : around;
  const width = innerWidth - (isNarrow ? narrow.margins : across);
  const height = innerHeight - down;
  const between = isNarrow ? narrow.across : gap.across;
  const least = isNarrow ? narrow.least : 104;
  for (let side = 560; side > least; side -= 4) {
    const columns = Math.floor((width + between) / (side + between));
    if (columns > 0 && Math.ceil(count / columns) * (side + gap.down) <= height) return side;
  }
  return least;
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

/** From this side on, in pixels of the picture, there is room for words beside a letter's artwork. */
const roomy = 290;

const states = { current: '', kept: 'ready', outdated: 'changed', missing: 'not made yet' };

/** Gives a letter the artwork that was dropped on it, from the page or from a folder. */
async function pair({ id, locked }: Letter, dropped: DataTransfer | null): Promise<void> {
  const known = dropped?.getData('application/x-artwork');
  const [artwork] = known ? [known] : await addFiles(dropped?.files ?? []);
  if (artwork !== undefined && !locked) await attempt(() => post(`${letterBase(id)}/pair`, { artwork }));
}

function Tile({ run, letter, px }: { run: Run; letter: Letter; px: number }) {
  const { live } = useStore();
  const [over, setOver] = useState(false);
  const working = live[letter.letter];
  const waits = run.activity.waiting.includes(letter.letter);
  // What holds for all of them is said by the button that makes them.
  const allChanged = run.letters.every(({ state }) => state === 'outdated');
  const artwork = run.artworks.find(({ id }) => id === letter.artwork);
  const changed = px < roomy ? '•' : 'changed';
  const isOld = letter.version !== undefined && letter.state !== 'current';
  const mark = letter.locked ? 'locked' : waits ? '…' : isOld && !allChanged && !working ? changed : '';
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
        const { dataTransfer } = event;
        const isArtwork = dataTransfer?.types.includes('application/x-artwork') || isFiles(event);
        if (!dataTransfer || !isArtwork || letter.locked) return;
        event.preventDefault();
        dataTransfer.dropEffect = 'copy';
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void pair(letter, event.dataTransfer);
      }}
    >
      <button type="button" aria-label={said.join(', ')} onClick={() => go(`/letter/${letter.id}`)}>
        <span class="paper">
          <LetterPicture letter={letter} px={px} />
        </span>
        {working && <span class="bar" style={{ '--done': working.workRatio }} />}
        <span class="caption" aria-hidden="true">
          <span class="name">{artwork ? titleOf(artwork.name) : ''}</span> <span class="mark">{mark}</span>
        </span>
      </button>
    </li>
  );
}
