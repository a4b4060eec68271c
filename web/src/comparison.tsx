import { useState } from 'preact/hooks';
import { isSame } from './artwork-frames.js';
import { ArtworkPart } from './collage.js';
import { Outline } from './picture.js';
import type { Letter, Run } from './types.js';

/** What a letter is compared with: nothing, its plain form, or its artwork where letter and ground are laid from. */
export type Beside = '' | 'plain' | 'ink' | 'ground';

export function CompareWith({
  letter: { found },
  value,
  onSet,
}: {
  letter: Letter;
  value: Beside;
  onSet: (value: Beside) => void;
}) {
  const hasTwo = found !== undefined && !isSame(found);
  return (
    <select
      class="compare"
      aria-label="Compare with"
      value={value}
      onChange={(event) => onSet(event.currentTarget.value as Beside)}
    >
      <option value="">Compare …</option>
      <option value="plain">Plain letter</option>
      <option value="ink">{hasTwo ? 'Artwork, where the letter is from' : 'Artwork'}</option>
      {hasTwo && <option value="ground">Artwork, where the ground is from</option>}
    </select>
  );
}

/** Lies over the picture: right of the line what it is compared with, the line moved by mouse or arrow keys. */
export function Comparison({ run, letter, beside }: { run: Run; letter: Letter; beside: Beside }) {
  const [percent, move] = useState(50);
  if (beside === '') return null;
  return (
    <>
      <div class="beside" style={{ clipPath: `inset(0 0 0 ${percent}%)` }}>
        {beside === 'plain' ? (
          <Outline letter={letter} />
        ) : (
          <ArtworkPart run={run} letter={letter} place={letter.found?.[beside]} />
        )}
      </div>
      <input
        class="wipe"
        type="range"
        min="0"
        max="100"
        step="0.5"
        value={percent}
        aria-label="Wipe from the letter to what it is compared with"
        data-arrows
        onInput={(event) => move(Number(event.currentTarget.value))}
      />
    </>
  );
}
