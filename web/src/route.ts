import { useEffect, useState } from 'preact/hooks';

/** What is looked at: the sheet, one letter (by its id), or words. */
export type Route = { view: 'sheet' } | { view: 'letter'; id: string } | { view: 'words' };

function read(): Route {
  const [view, id] = location.hash.replace(/^#\/?/, '').split('/');
  if (view === 'letter' && id) return { view, id };
  return view === 'words' ? { view } : { view: 'sheet' };
}

export function useRoute(): Route {
  const [route, change] = useState(read);
  useEffect(() => {
    const listener = (): void => change(read());
    addEventListener('hashchange', listener);
    return () => removeEventListener('hashchange', listener);
  }, []);
  return route;
}

export function go(to: string): void {
  location.hash = to;
}
