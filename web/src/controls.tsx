import { useEffect, useId, useState } from 'preact/hooks';

interface SliderProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** What the ends mean. */
  readonly ends?: readonly [string, string];
  /** While it is moved. */
  readonly onMove?: (value: number) => void;
  /** When it is let go. */
  readonly onSet?: (value: number) => void;
  readonly format?: (value: number) => string;
}

export function Slider({ label, value, min, max, step, ends, onMove, onSet, format = String }: SliderProps) {
  const [at, move] = useState(value);
  const id = useId();
  useEffect(() => move(value), [value]);
  return (
    <div class="slider">
      <label for={id}>{label}</label>
      <output for={id}>{format(at)}</output>
      <input
        id={id}
        type="range"
        {...{ min, max, step }}
        value={at}
        onInput={(event) => {
          const now = Number(event.currentTarget.value);
          move(now);
          onMove?.(now);
        }}
        onChange={(event) => onSet?.(Number(event.currentTarget.value))}
      />
      {ends && (
        <div class="ends" aria-hidden="true">
          <span>{ends[0]}</span>
          <span>{ends[1]}</span>
        </div>
      )}
    </div>
  );
}

interface ChoiceProps {
  readonly legend: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly onSet: (value: string) => void;
}

/** A few words of which one holds. */
export function Choice({ legend, value, options, onSet }: ChoiceProps) {
  const name = useId();
  return (
    <fieldset class="choice">
      <legend>{legend}</legend>
      <div>
        {options.map(([each, label]) => (
          <label key={each}>
            <input
              type="radio"
              name={name}
              value={each}
              checked={each === value}
              onChange={() => onSet(each)}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** A button that says that it is at work until its work is done. */
export function Work({
  children,
  onWork,
  className = '',
  disabled = false,
  title,
}: {
  children: preact.ComponentChildren;
  onWork: () => Promise<unknown>;
  className?: string;
  disabled?: boolean;
  title?: string;
}) {
  const [busy, setBusy] = useState(false);
  return (
    <button
      type="button"
      class={className}
      disabled={disabled || busy}
      aria-busy={busy}
      title={title}
      onClick={() => {
        setBusy(true);
        void onWork().finally(() => setBusy(false));
      }}
    >
      {children}
    </button>
  );
}
