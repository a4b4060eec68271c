import { useState } from 'preact/hooks';
import { Frame } from './frame.js';
import { base } from './store.js';
import type { Found, Letter, Place, Run } from './types.js';
import { titleOf } from './words.js';

interface FramesProps {
  readonly run: Run;
  readonly letter: Letter;
  readonly found: Found | undefined;
  readonly disabled: boolean;
  /** While a frame is moved. */
  readonly onMove: (places: { readonly ink: Place; readonly ground: Place }) => void;
  readonly onChoose: (artwork: string) => void;
}

/** The artwork, with the places that letter and ground are laid from as frames to be moved. */
export function ArtworkFrames({ run, letter, found, disabled, onMove, onChoose }: FramesProps) {
  const [size, setSize] = useState<{ width: number; height: number } | undefined>();
  const artwork = run.artworks.find(({ id }) => id === letter.artwork);
  return (
    <div class="artwork">
      <div class={size ? 'picture' : 'picture loading'}>
        <img
          src={`${base()}/artworks/${letter.artwork}?px=768`}
          alt={artwork ? titleOf(artwork.name) : 'artwork'}
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
            setSize({ width: naturalWidth, height: naturalHeight })
          }
          draggable={false}
        />
        {size && found && isSame(found) && (
          <Frame
            name="Letter and ground"
            place={found.ink}
            {...{ size, disabled }}
            onMove={(both) => onMove({ ink: both, ground: both })}
          />
        )}
        {size && found && !isSame(found) && (
          <>
            <Frame
              name="Ground"
              place={found.ground}
              {...{ size, disabled }}
              onMove={(ground) => onMove({ ink: found.ink, ground })}
            />
            <Frame
              name="Letter"
              place={found.ink}
              {...{ size, disabled }}
              onMove={(ink) => onMove({ ink, ground: found.ground })}
            />
          </>
        )}
      </div>
      <label class="choose">
        <span>Artwork</span>
        <select
          value={letter.artwork}
          disabled={disabled}
          onChange={(event) => onChoose(event.currentTarget.value)}
        >
          {run.artworks.map(({ id, name }) => (
            <option key={id} value={id}>
              {titleOf(name)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

/** A letter that lies in its artwork as a shadow does has one place for both. */
export const isSame = ({ ink, ground }: Found): boolean =>
  ink.x === ground.x && ink.y === ground.y && ink.sideRatio === ground.sideRatio;
