/* Requests to the server. */

async function ask(path: string, init: RequestInit = {}): Promise<unknown> {
  const response = await fetch(path, { ...init, credentials: 'same-origin' }).catch(() => {
    throw new Error('The studio does not answer; start it again and open the address that it prints.');
  });
  if (response.status === 401)
    throw new Error('The studio was started anew; open the address that it has printed.');
  const text = await response.text();
  const answer = text.startsWith('{') ? JSON.parse(text) : { message: text };
  if (!response.ok) throw new Error(answer.message ?? `The studio answered ${response.status}.`);
  return answer;
}

export const get = <Answer>(path: string): Promise<Answer> => ask(path) as Promise<Answer>;

export const post = <Answer>(path: string, body: unknown = {}): Promise<Answer> =>
  ask(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  }) as Promise<Answer>;

export const upload = (path: string, file: File): Promise<unknown> =>
  ask(path, {
    method: 'PUT',
    headers: { 'X-File-Name': encodeURIComponent(file.name), 'Content-Type': 'application/octet-stream' },
    body: file,
  });

export const remove = (path: string): Promise<unknown> => ask(path, { method: 'DELETE' });

/** Fetches a file that may take a while to make, and hands it to the browser to be saved. */
export async function download(path: string): Promise<void> {
  const response = await fetch(path, { credentials: 'same-origin' });
  if (!response.ok) {
    const answer = await response.json().catch(() => ({}));
    throw new Error(answer.message ?? `The studio answered ${response.status}.`);
  }
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = name ?? 'abecedary';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
