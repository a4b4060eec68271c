import { useEffect, useState } from 'preact/hooks';
import { get, post } from './api.js';
import { Work } from './controls.js';
import { attempt, letterBase } from './store.js';
import type { Letter } from './types.js';

const kinds = [
  ['seeds', 'Seeds'],
  ['places', 'Places'],
  ['presets', 'Presets'],
  ['sizes', 'Sizes'],
  ['artworks', 'Artworks'],
] as const;

/** Other ways to make a letter, small, to choose by. */
export function Tries({
  letter,
  disabled,
  take,
}: {
  letter: Letter;
  disabled: boolean;
  take: (number: number) => Promise<boolean>;
}) {
  const [tries, setTries] = useState<readonly string[]>([]);
  const [version, setVersion] = useState(0);
  const read = (): Promise<unknown> =>
    get<{ tries: string[] }>(`${letterBase(letter.id)}/tries`).then((answer) => {
      setTries(answer.tries);
      setVersion(Date.now());
    });
  useEffect(() => void read().catch(() => undefined), [letter.id]);
  const make = (kind: string): Promise<unknown> =>
    attempt(async () => {
      await post(`${letterBase(letter.id)}/tries`, { kind });
      await read();
    });
  return (
    <section class="tries" aria-labelledby="tries">
      <div class="heading">
        <h3 id="tries">Try it with other</h3>
        <div class="row">
          {kinds.map(([kind, label]) => (
            <Work key={kind} className="quiet" disabled={disabled} onWork={() => make(kind)}>
              {label}
            </Work>
          ))}
        </div>
      </div>
      {tries.length > 0 && (
        <ol>
          {tries.map((label, at) => (
            <li key={label}>
              <Work disabled={disabled} onWork={() => take(at + 1)} title={`Take ${label}`}>
                <img
                  src={`${letterBase(letter.id)}/tries/${at + 1}?v=${version}`}
                  alt={`Take ${label}`}
                  width="96"
                  height="96"
                />
                <span aria-hidden="true">{label}</span>
              </Work>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
