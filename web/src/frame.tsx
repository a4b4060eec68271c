import { useRef } from 'preact/hooks';
import type { Place } from './types.js';

interface FrameProps {
  readonly name: string;
  readonly place: Place;
  /** Of the artwork, in pixels. */
  readonly size: { readonly width: number; readonly height: number };
  readonly disabled: boolean;
  /** While it is moved. */
  readonly onMove: (place: Place) => void;
}

const smallest = 0.05;

/** A square of the artwork. The mouse or the arrow keys move it; its corner, or plus and minus, make it larger and smaller. */
export function Frame({ name, place, size, disabled, onMove }: FrameProps) {
  const from = useRef<Grip | undefined>(undefined);
  const shorter = Math.min(size.width, size.height);
  const side = { x: (place.sideRatio * shorter) / size.width, y: (place.sideRatio * shorter) / size.height };
  const steps: Readonly<Record<string, (step: number) => Partial<Place>>> = {
    ArrowLeft: (step) => ({ x: place.x - step }),
    ArrowRight: (step) => ({ x: place.x + step }),
    ArrowUp: (step) => ({ y: place.y - step }),
    ArrowDown: (step) => ({ y: place.y + step }),
    '+': (step) => ({ sideRatio: place.sideRatio + step }),
    '-': (step) => ({ sideRatio: place.sideRatio - step }),
  };
  const letGo = (): void => {
    from.current = undefined;
  };
  return (
    <button
      type="button"
      class={`frame ${name.toLowerCase()}`}
      data-arrows
      disabled={disabled}
      aria-label={`${name}: place in the artwork; arrow keys move it, plus and minus change its size`}
      style={{
        left: `${100 * (place.x - side.x / 2)}%`,
        top: `${100 * (place.y - side.y / 2)}%`,
        width: `${100 * side.x}%`,
        height: `${100 * side.y}%`,
      }}
      onPointerDown={({ currentTarget, target, pointerId, clientX: x, clientY: y }) => {
        currentTarget.setPointerCapture(pointerId);
        from.current = { x, y, place, isCorner: (target as Element).matches('.corner') };
      }}
      onPointerMove={({ currentTarget, clientX, clientY }) => {
        if (from.current === undefined) return;
        const box = currentTarget.parentElement!.getBoundingClientRect();
        const by = { x: (clientX - from.current.x) / box.width, y: (clientY - from.current.y) / box.height };
        onMove(within(dragged(from.current, by, size), size));
      }}
      onPointerUp={letGo}
      onPointerCancel={letGo}
      onKeyDown={(event) => {
        const step = steps[event.key];
        if (step === undefined) return;
        event.preventDefault();
        onMove(within({ ...place, ...step(event.shiftKey ? 0.1 : 0.02) }, size));
      }}
    >
      <span aria-hidden="true">{name}</span>
      {!disabled && <i class="corner" aria-hidden="true" />}
    </button>
  );
}

/** Where the pointer took hold, and what the frame was then. */
interface Grip {
  readonly x: number;
  readonly y: number;
  readonly place: Place;
  readonly isCorner: boolean;
}

/** The place after the pointer went so far, in sides of the artwork. The corner opposite of the one that is drawn stays. */
function dragged(
  { place, isCorner }: Grip,
  by: { readonly x: number; readonly y: number },
  { width, height }: FrameProps['size'],
): Place {
  if (!isCorner) return { ...place, x: place.x + by.x, y: place.y + by.y };
  const shorter = Math.min(width, height);
  const wanted = place.sideRatio + (by.x * width + by.y * height) / 2 / shorter;
  const sideRatio = Math.min(1, Math.max(smallest, wanted));
  const grown = ((sideRatio - place.sideRatio) * shorter) / 2;
  return { ...place, sideRatio, x: place.x + grown / width, y: place.y + grown / height };
}

/** The nearest place that lies within the artwork. */
function within(place: Place, { width, height }: FrameProps['size']): Place {
  const sideRatio = Math.min(1, Math.max(smallest, place.sideRatio));
  const half = (sideRatio * Math.min(width, height)) / 2;
  const between = (value: number, margin: number): number => Math.min(1 - margin, Math.max(margin, value));
  return { ...place, sideRatio, x: between(place.x, half / width), y: between(place.y, half / height) };
}
