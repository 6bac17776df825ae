// The line above each page: its title, the server's state, the theme switch, who is signed in.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Session } from '../api/types';
import { personWords, roleWord, sessionWords } from '../format/sign-in-words';
import { icon } from './icons';
import { base, controls } from './shared-styles';

@customElement('sk-head')
export class PageHead extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      header {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        min-height: 3.25rem;
        padding: 0 var(--space-4) 0 var(--space-6);
      }
      h1 {
        font-size: var(--size-lg);
        font-weight: 600;
        letter-spacing: -0.01em;
        white-space: nowrap;
      }
      .sub {
        overflow: hidden;
        color: var(--text-3);
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .grow {
        flex: 1;
      }
      .who {
        justify-content: start;
        gap: 0.375rem;
        min-width: 0;
        max-width: 16rem;
        min-height: 1.625rem;
        padding: 0 0.4375rem;
        border-radius: var(--radius-1);
        color: var(--text-2);
        font-size: var(--size-sm);
        line-height: 1.4;
      }
      .who b {
        overflow: hidden;
        color: var(--text);
        font-weight: 600;
        text-overflow: ellipsis;
      }
      button.quiet {
        width: 2rem;
        padding: 0;
      }
      @media (max-width: 640px) {
        header {
          padding: 0 var(--space-3);
        }
        .sub,
        .help {
          display: none;
        }
      }
    `,
  ];

  @property() heading = '';
  @property() sub = '';
  @property() theme: 'light' | 'dark' = 'light';
  @property({ attribute: false }) session: Session | null = null;
  @property({ attribute: false }) onTheme = () => {};
  @property({ attribute: false }) onAccount = () => {};
  @property({ attribute: false }) onHelp = () => {};
  @property({ attribute: false }) onLeave = () => {};

  override render() {
    const other = this.theme === 'dark' ? 'light' : 'dark';
    return html`<header>
      <h1>${this.heading}</h1>
      <span class="sub num">${this.sub}</span>
      <span class="grow"></span>
      ${
        this.session
          ? html`<button
              class="who"
              title=${sessionWords(this.session)}
              aria-haspopup="dialog"
              data-testid="who"
              @click=${this.onAccount}
            >
              <b>${personWords(this.session.name)}</b>${roleWord[this.session.role]}
            </button>`
          : nothing
      }
      <button class="quiet help" title="Keys (?)" @click=${this.onHelp}>
        ${icon('help')}<span class="sr">Keyboard help</span>
      </button>
      <button
        class="quiet"
        data-testid="theme-toggle"
        title="Use the ${other} theme"
        @click=${this.onTheme}
      >
        ${icon(this.theme === 'dark' ? 'sun' : 'moon')}<span class="sr"
          >Use the ${other} theme</span
        >
      </button>
      <button class="quiet" title="Sign out" @click=${this.onLeave}>
        ${icon('leave')}<span class="sr">Sign out</span>
      </button>
    </header>`;
  }
}
