import { chromium } from 'playwright-core';
import { readFileSync } from 'node:fs';
const [file, out, word, ...sizes] = process.argv.slice(2);
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu','--disable-quic','--no-first-run','--disable-background-networking','--disable-component-update','--disable-sync'] });
const p = await b.newPage({ viewport: { width: 1200, height: 700 } });
p.on('console', m => console.log(m.text()));
if (file.endsWith('.html')) { await p.goto('file://'+file); await p.evaluate(() => document.fonts.ready); await p.screenshot({ path: out, fullPage: true }); }
else {
const mime = file.endsWith('woff2') ? 'font/woff2' : 'font/ttf';
await p.setContent(`<style>@font-face{font-family:W;src:url(data:${mime};base64,${readFileSync(file).toString('base64')})} body{margin:10px;font-family:W;background:#fff} p{margin:0 0 8px;white-space:nowrap}</style>${sizes.map(s=>`<p style="font-size:${s}px">${word}</p>`).join('')}`);
console.log(await p.evaluate(async () => { const f = await document.fonts.load('20px W'); return f.map(x=>x.status).join() }));
await p.screenshot({ path: out });
}
await b.close();
