import { useId, useState } from 'preact/hooks';
import { isSame } from './artwork-frames.js';
import { base } from './store.js';
import type { Found, Letter, Place, Run } from './types.js';

/** Two places of an artwork laid as letter and ground, by the browser and at once: what the letter is made of while a frame is moved. */
export function Collage({ run, letter, places }: { run: Run; letter: Letter; places: Found }) {
  const id = useId();
  return (
    <div class="collage" role="img" aria-label={`${letter.letter} as it is laid`}>
      <svg width="0" height="0" aria-hidden="true">
        <clipPath id={id} clipPathUnits="objectBoundingBox">
          <path d={letter.outline} transform="scale(0.001)" />
        </clipPath>
      </svg>
      <div class={isSame(places) ? 'shade' : ''}>
        <ArtworkPart run={run} letter={letter} place={places.ground} px={768} />
      </div>
      <div style={{ clipPath: `url(#${CSS.escape(id)})` }}>
        <ArtworkPart run={run} letter={letter} place={places.ink} px={768} />
      </div>
    </div>
  );
}

/** The square of the artwork that is laid, as it is laid: mirrored, then turned. */
export function ArtworkPart({
  run,
  letter,
  place,
  px = 1536,
}: {
  run: Run;
  letter: Letter;
  place: Place | undefined;
  px?: number;
}) {
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
      src={`${base()}/artworks/${letter.artwork}?px=${px}`}
      alt={artwork ? artwork.name : 'artwork'}
      draggable={false}
      style={style}
      onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
        setSize({ width: naturalWidth, height: naturalHeight })
      }
    />
  );
}
