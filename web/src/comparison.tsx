import { useState } from 'preact/hooks';
import { isSame } from './artwork-frames.js';
import { Outline } from './picture.js';
import { base } from './store.js';
import type { Letter, Place, Run } from './types.js';

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

/** The square of the artwork that is laid, as it is laid: mirrored, then turned. */
function ArtworkPart({ run, letter, place }: { run: Run; letter: Letter; place: Place | undefined }) {
  const [size, setSize] = useState({ width: 1, height: 1 });
  const artwork = run.artworks.find(({ id }) => id === letter.artwork);
  const shorter = Math.min(size.width, size.height);
  const style = place && {
    position: 'absolute' as const,
    width: `${(100 * size.width) / shorter / place.sideRatio}%`,
    height: `${(100 * size.height) / shorter / place.sideRatio}%`,
    left: `${50 - (100 * place.x * size.width) / shorter / place.sideRatio}%`,
    top: `${50 - (100 * place.y * size.height) / shorter / place.sideRatio}%`,
    transformOrigin: `${100 * place.x}% ${100 * place.y}%`,
    transform: `rotate(${90 * place.quarterTurns}deg) scaleX(${place.mirrored ? -1 : 1})`,
  };
  return (
    <img
      src={`${base()}/artworks/${letter.artwork}?px=1536`}
      alt={artwork ? artwork.name : 'artwork'}
      draggable={false}
      style={style}
      onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
        setSize({ width: naturalWidth, height: naturalHeight })
      }
    />
  );
}
