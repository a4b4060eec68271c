import { raw } from './markup.js';

/** Where a picture is shown large, and a letter beside what it is compared with; `script` fills it. */
export const viewer = raw(`<dialog id="viewer" aria-labelledby="viewer-title">
<div class="bar"><h2 id="viewer-title"></h2><button type="button" class="step" data-step="-1" aria-label="The letter before">‹</button><button type="button" class="step" data-step="1" aria-label="The next letter">›</button><button type="button" class="close" aria-label="Close">×</button></div>
<div class="stage"></div>
<div class="compare"><fieldset><legend>Compare with</legend><label><input type="radio" name="beside" value="none" checked>nothing</label><label><input type="radio" name="beside" value="plain">plain letter</label><label><input type="radio" name="beside" value="artwork">artwork</label></fieldset>
<label class="wipe">Up to here <input type="range" min="0" max="100" value="50"></label></div>
<div class="saved"></div>
</dialog>`);
