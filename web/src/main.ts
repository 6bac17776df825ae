// Entry of the dashboard: builds the stores, shows the shell, begins the session.
import './pages/app-shell';
import { createApp } from './state/app-context';
import { loginTokenIn } from './state/session-store';

const app = createApp();
const login = loginTokenIn(location.hash);
if (login) history.replaceState(null, '', location.pathname + location.search);

const shell = document.createElement('sk-app');
shell.app = app;
document.body.append(shell);
void app.session.begin(login);
