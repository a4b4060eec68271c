import { useEffect, useRef, useState } from 'preact/hooks';
import { download } from './api.js';
import { Work } from './controls.js';
import { attempt, base } from './store.js';
import type { Run } from './types.js';

const all = [
  ['sheet', 'Sheet', 'PNG'],
  ['pdf', 'Sheet to print', 'PDF'],
  ['letters', 'Letters', 'ZIP of PNG'],
  ['cutouts', 'Cut-outs', 'ZIP of PNG and SVG'],
  ['films', 'Films', 'ZIP of GIF and WebP'],
  ['font', 'Colour font', 'ZIP of TTF and WOFF2'],
  ['configuration', 'Configuration', 'YAML for the command line'],
] as const;

export function Downloads({ run }: { run: Run }) {
  const [open, setOpen] = useState(false);
  const whole = useRef<HTMLDivElement>(null);
  const none = !run.letters.some(({ version }) => version !== undefined);
  useEffect(() => {
    if (!open) return;
    const close = (event: Event): void => {
      if (
        event instanceof KeyboardEvent
          ? event.key === 'Escape'
          : !whole.current?.contains(event.target as Node)
      )
        setOpen(false);
    };
    addEventListener('keydown', close);
    addEventListener('pointerdown', close);
    return () => {
      removeEventListener('keydown', close);
      removeEventListener('pointerdown', close);
    };
  }, [open]);
  return (
    <div class="downloads" ref={whole}>
      <button type="button" class="plain" aria-expanded={open} onClick={() => setOpen(!open)}>
        Download
      </button>
      {open && (
        <ul>
          {all.map(([name, label, kind]) => (
            <li key={name}>
              <Work
                disabled={none && name !== 'configuration'}
                onWork={() => attempt(() => download(`${base()}/downloads/${name}`))}
              >
                <span>{label}</span> <span class="kind">{kind}</span>
              </Work>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
