import '@fontsource/archivo/latin-400.css';
import '@fontsource/archivo/latin-500.css';
import '@fontsource/archivo/latin-700.css';
import './styles.css';
import { render } from 'preact';
import { Page } from './page.js';
import { attempt, start } from './store.js';

render(<Page />, document.getElementById('page')!);
void attempt(start);
