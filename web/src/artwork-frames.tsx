import { useRef, useState } from 'preact/hooks';
import { base } from './store.js';
import type { Found, Letter, Place, Run } from './types.js';
import { titleOf } from './words.js';

interface FramesProps {
  readonly run: Run;
  readonly letter: Letter;
  readonly found: Found | undefined;
  readonly disabled: boolean;
  /** When a frame is let go. */
  readonly onMove: (places: { readonly ink: Place; readonly ground: Place }) => void;
  readonly onChoose: (artwork: string) => void;
}

/** The artwork, with the places that letter and ground are laid from as frames to be moved. */
export function ArtworkFrames({ run, letter, found, disabled, onMove, onChoose }: FramesProps) {
  const [size, setSize] = useState({ width: 1, height: 1 });
  const artwork = run.artworks.find(({ id }) => id === letter.artwork);
  return (
    <div class="artwork">
      <div class="picture">
        <img
          src={`${base()}/artworks/${letter.artwork}?px=768`}
          alt={artwork ? titleOf(artwork.name) : 'artwork'}
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
            setSize({ width: naturalWidth, height: naturalHeight })
          }
          draggable={false}
        />
        {found && isSame(found) && (
          <Frame
            name="Letter and ground"
            place={found.ink}
            {...{ size, disabled }}
            onMove={(both) => onMove({ ink: both, ground: both })}
          />
        )}
        {found && !isSame(found) && (
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

interface FrameProps {
  readonly name: string;
  readonly place: Place;
  readonly size: { readonly width: number; readonly height: number };
  readonly disabled: boolean;
  readonly onMove: (place: Place) => void;
}

/** A square of the artwork. The mouse or the arrow keys move it; plus and minus make it larger and smaller. */
function Frame({ name, place, size, disabled, onMove }: FrameProps) {
  const [moved, move] = useState<Place | undefined>();
  const from = useRef<{ x: number; y: number; place: Place } | undefined>(undefined);
  const shown = moved ?? place;
  const shorter = Math.min(size.width, size.height);
  const side = { x: (shown.sideRatio * shorter) / size.width, y: (shown.sideRatio * shorter) / size.height };
  const kept = (next: Place): Place => {
    const half = {
      x: (next.sideRatio * shorter) / size.width / 2,
      y: (next.sideRatio * shorter) / size.height / 2,
    };
    const within = (value: number, margin: number): number => Math.min(1 - margin, Math.max(margin, value));
    return { ...next, x: within(next.x, half.x), y: within(next.y, half.y) };
  };
  const steps: Readonly<Record<string, (step: number) => Partial<Place>>> = {
    ArrowLeft: (step) => ({ x: shown.x - step }),
    ArrowRight: (step) => ({ x: shown.x + step }),
    ArrowUp: (step) => ({ y: shown.y - step }),
    ArrowDown: (step) => ({ y: shown.y + step }),
    '+': (step) => ({ sideRatio: Math.min(1, shown.sideRatio + step) }),
    '-': (step) => ({ sideRatio: Math.max(0.05, shown.sideRatio - step) }),
  };
  const letGo = (): void => {
    from.current = undefined;
    if (moved !== undefined) onMove(moved);
    move(undefined);
  };
  return (
    <button
      type="button"
      class={`frame ${name.toLowerCase()}`}
      data-arrows
      disabled={disabled}
      aria-label={`${name}: place in the artwork; arrow keys move it, plus and minus change its size`}
      style={{
        left: `${100 * (shown.x - side.x / 2)}%`,
        top: `${100 * (shown.y - side.y / 2)}%`,
        width: `${100 * side.x}%`,
        height: `${100 * side.y}%`,
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, y: event.clientY, place: shown };
      }}
      onPointerMove={(event) => {
        if (from.current === undefined) return;
        const { width, height } = event.currentTarget.parentElement!.getBoundingClientRect();
        const { x, y, place: start } = from.current;
        move(
          kept({
            ...start,
            x: start.x + (event.clientX - x) / width,
            y: start.y + (event.clientY - y) / height,
          }),
        );
      }}
      onPointerUp={letGo}
      onPointerCancel={letGo}
      onKeyDown={(event) => {
        const step = steps[event.key];
        if (step === undefined) return;
        event.preventDefault();
        move(kept({ ...shown, ...step(event.shiftKey ? 0.1 : 0.02) }));
      }}
      onKeyUp={(event) => {
        if (steps[event.key] !== undefined) letGo();
      }}
    >
      <span aria-hidden="true">{name}</span>
    </button>
  );
}
