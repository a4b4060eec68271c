import { useEffect, useState } from 'preact/hooks';
import { get } from './api.js';
import type { Live, Run, RunEntry, StudioEvent } from './types.js';

/** What the page knows. */
export interface State {
  readonly run: Run | undefined;
  readonly runs: readonly RunEntry[];
  /** Letters in work, by letter. */
  readonly live: Readonly<Record<string, Live>>;
  /** Pictures that are newer than the run's state tells, by letter. */
  readonly fresh: Readonly<Record<string, string>>;
  readonly note: string | undefined;
  readonly connected: boolean;
  /** Files that are being added. */
  readonly adding: number;
}

let state: State = {
  run: undefined,
  runs: [],
  live: {},
  fresh: {},
  note: undefined,
  connected: true,
  adding: 0,
};
const listeners = new Set<() => void>();

export function update(change: Partial<State>): void {
  state = { ...state, ...change };
  for (const listener of listeners) listener();
}

export function useStore(): State {
  const [, redraw] = useState(0);
  useEffect(() => {
    const listener = (): void => redraw((count) => count + 1);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return state;
}

export const base = (): string => `/api/runs/${state.run?.id}`;
export const letterBase = (id: string): string => `${base()}/letters/${id}`;

/** Does something, and says on the page what goes wrong. */
export async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    update({ note: undefined });
    await work();
    return true;
  } catch (error) {
    update({ note: (error as Error).message });
    return false;
  }
}

let source: EventSource | undefined;
let reading: Promise<void> | undefined;
let again = false;

/** Asks how the run stands; several wishes at once are one question. */
function refresh(id = state.run?.id): Promise<void> {
  if (id === undefined) return Promise.resolve();
  if (reading !== undefined) {
    again = true;
    return reading;
  }
  reading = get<Run>(`/api/runs/${id}/state`)
    .then((run) => update({ run, fresh: {}, note: state.note }))
    .catch((error: Error) => update({ note: error.message }))
    .finally(() => {
      reading = undefined;
      if (!again) return;
      again = false;
      void refresh(id);
    });
  return reading;
}

async function openRun(id: string): Promise<void> {
  source?.close();
  update({ live: {}, fresh: {} });
  await refresh(id);
  listen(id);
}

/** After what time it is asked once more whether the studio is there, in ms. */
const retryMs = 2000;

function listen(id: string): void {
  const opened = new EventSource(`/api/runs/${id}/events`);
  source = opened;
  opened.onopen = () => {
    // After a gap nobody knows what was missed.
    if (!state.connected) void refresh(id);
    update({ connected: true });
  };
  opened.onerror = () => {
    update({ connected: false });
    // A browser gives up for good where it is answered no: refused, or by a studio that was started anew.
    if (opened.readyState !== EventSource.CLOSED || opened !== source) return;
    void refresh(id);
    setTimeout(() => opened === source && listen(id), retryMs);
  };
  opened.onmessage = ({ data }) => hear(JSON.parse(data));
}

export async function start(): Promise<void> {
  const { runs, first } = await get<{ runs: RunEntry[]; first: string }>('/api/runs');
  update({ runs });
  const wanted = sessionStorage.getItem('run');
  await openRun(runs.some(({ id }) => id === wanted) ? wanted! : first);
}

export async function switchRun(id: string): Promise<void> {
  sessionStorage.setItem('run', id);
  await openRun(id);
  update({ runs: (await get<{ runs: RunEntry[] }>('/api/runs')).runs });
}

function hear(event: StudioEvent): void {
  const { run, live, fresh } = state;
  if (event.kind === 'changed') void refresh();
  else if (event.kind === 'note') update({ note: event.text });
  else if (event.kind === 'activity' && run !== undefined) {
    const idle = event.activity.kind === 'idle';
    update({ run: { ...run, activity: event.activity }, ...(idle && { live: {} }) });
  } else if (event.kind === 'iteration') {
    const { letter, version, iteration, iterations, workRatio, secondsLeft } = event;
    const activity = run && { ...run.activity, ...(secondsLeft !== undefined && { secondsLeft }) };
    update({
      live: { ...live, [letter]: { version, iteration, iterations, workRatio } },
      ...(run && activity && { run: { ...run, activity } }),
    });
  } else if (event.kind === 'done') {
    const { [event.letter]: _, ...others } = live;
    update({ live: others, fresh: { ...fresh, [event.letter]: event.version } });
  } else if (event.kind === 'failed') update({ note: event.message });
}
