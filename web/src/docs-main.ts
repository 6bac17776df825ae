// Entry of the API reference page.
import './pages/docs-page';
import { ThemeStore } from './state/theme';

const page = document.createElement('sk-docs');
page.theme = new ThemeStore();
document.body.append(page);
