/**
 * Films play when they are asked for, never by themselves. A picture is exchanged for its animation and back; the button
 * says which of the two it is.
 */
export const script = `
for (const element of document.querySelectorAll('.with-script')) element.classList.add('ready');
const players = [...document.querySelectorAll('.play')].map((button) => {
  const image = button.parentElement.querySelector('img');
  const still = image.src;
  const set = (playing) => {
    if ((button.getAttribute('aria-pressed') === 'true') === playing) return;
    button.setAttribute('aria-pressed', String(playing));
    image.src = playing ? image.dataset.film : still;
  };
  button.addEventListener('click', () => set(button.getAttribute('aria-pressed') !== 'true'));
  return set;
});
const all = document.getElementById('play-all');
all?.addEventListener('click', () => {
  const playing = all.getAttribute('aria-pressed') !== 'true';
  all.setAttribute('aria-pressed', String(playing));
  all.textContent = playing ? 'Stop all films' : 'Play all films';
  for (const set of players) set(playing);
});
`;
