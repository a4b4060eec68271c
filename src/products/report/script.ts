/**
 * Films play when they are asked for: by their button, or under a pointer that stays, where the system does not ask for less motion. A
 * picture is exchanged for its animation and back; the button says which of the two it is. Pictures open large in the viewer: first as
 * the page has them, then from the file beside it where it is there.
 */
export const script = `
for (const element of document.querySelectorAll('.with-script')) element.classList.add('ready');
const hovers = matchMedia('(hover: hover) and (prefers-reduced-motion: no-preference)').matches;
const players = [...document.querySelectorAll('.play')].map((button) => {
  const image = button.parentElement.querySelector('img');
  const still = image.src;
  image.dataset.still = still;
  const isPressed = () => button.getAttribute('aria-pressed') === 'true';
  const set = (playing) => {
    if (isPressed() === playing) return;
    button.setAttribute('aria-pressed', String(playing));
    image.src = playing ? image.dataset.film : still;
  };
  button.addEventListener('click', () => set(!isPressed()));
  if (hovers && image.closest('.tile')) {
    image.addEventListener('pointerenter', () => { if (!isPressed()) image.src = image.dataset.film; });
    image.addEventListener('pointerleave', () => { if (!isPressed()) image.src = still; });
  }
  return set;
});
const all = document.getElementById('play-all');
all?.addEventListener('click', () => {
  const playing = all.getAttribute('aria-pressed') !== 'true';
  all.setAttribute('aria-pressed', String(playing));
  all.textContent = playing ? 'Stop all films' : 'Play all films';
  for (const set of players) set(playing);
});

const viewer = document.getElementById('viewer');
const [stage, compare, saved] = ['.stage', '.compare', '.saved'].map((each) => viewer.querySelector(each));
const range = compare.querySelector('input[type=range]');
const links = [...document.querySelectorAll('.large')];
const tiles = links.filter((link) => link.closest('.card'));
let shown;
const wipe = () => stage.style.setProperty('--at', range.value + '%');
const make = (name, attributes) => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};
const besideOf = (card, kind) => {
  const image = card.querySelector('.sources .' + kind);
  if (image !== null) return Object.assign(new Image(), { src: image.src, alt: image.alt });
  const finds = kind === 'artwork' ? card.querySelector('.finds') : null;
  if (finds === null) return undefined;
  const source = finds.querySelector('image');
  const piece = make('image', { href: source.getAttribute('href'), width: source.getAttribute('width'), height: source.getAttribute('height'), transform: finds.dataset.piece });
  const square = make('svg', { viewBox: '0 0 1 1', role: 'img', 'aria-label': 'The artwork where the letter was found' });
  square.append(piece);
  return square;
};
const showBeside = () => {
  stage.querySelector('.over')?.remove();
  const card = shown.closest('.card');
  const kind = viewer.querySelector('[name=beside]:checked').value;
  const beside = card === null || kind === 'none' ? undefined : besideOf(card, kind);
  stage.classList.toggle('halved', beside !== undefined);
  compare.classList.toggle('halved', beside !== undefined);
  if (beside === undefined) return;
  const over = document.createElement('div');
  over.className = 'over';
  over.append(beside);
  stage.append(over);
};
const show = (link) => {
  shown = link;
  const card = link.closest('.card');
  const source = link.querySelector('img');
  const image = Object.assign(new Image(), { src: source.dataset.still ?? source.src, alt: source.alt, className: 'whole' });
  const large = new Image();
  large.addEventListener('load', () => { image.src = large.src; });
  large.src = link.href;
  stage.replaceChildren(image);
  stage.style.aspectRatio = source.getAttribute('width') + ' / ' + source.getAttribute('height');
  viewer.style.setProperty('--ratio', source.getAttribute('width') / source.getAttribute('height'));
  viewer.querySelector('h2').textContent = card === null ? 'Sheet' : card.querySelector('h3').textContent + ' · ' + card.querySelector('.words p').textContent;
  compare.hidden = card === null;
  for (const step of viewer.querySelectorAll('.step')) step.hidden = card === null;
  saved.replaceChildren(...[(card ?? link.closest('section')).querySelector('.files')?.cloneNode(true)].filter(Boolean));
  showBeside();
  wipe();
};
for (const link of links) link.addEventListener('click', (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(link);
  viewer.showModal();
});
const step = (by) => {
  const at = tiles.indexOf(shown);
  if (at >= 0) show(tiles[(at + by + tiles.length) % tiles.length]);
};
for (const button of viewer.querySelectorAll('.step')) button.addEventListener('click', () => step(Number(button.dataset.step)));
viewer.addEventListener('keydown', ({ key, target }) => {
  if (target.tagName === 'INPUT') return;
  if (key === 'ArrowLeft') step(-1);
  if (key === 'ArrowRight') step(1);
});
viewer.querySelector('.close').addEventListener('click', () => viewer.close());
viewer.addEventListener('click', ({ target }) => { if (target === viewer) viewer.close(); });
compare.addEventListener('change', showBeside);
range.addEventListener('input', wipe);
const drag = (event) => {
  if (event.buttons === 0 || !stage.classList.contains('halved')) return;
  event.preventDefault();
  const { left, width } = stage.getBoundingClientRect();
  range.value = String(Math.round((100 * (event.clientX - left)) / width));
  wipe();
};
stage.addEventListener('pointerdown', drag);
stage.addEventListener('pointermove', drag);
`;
