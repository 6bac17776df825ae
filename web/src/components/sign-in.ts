// The card that asks for an API key.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { emit } from './emit';
import { mark } from './icons';
import { base, card, controls } from './shared-styles';

@customElement('sk-sign-in')
export class SignIn extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    css`
      main {
        display: grid;
        place-items: center;
        min-height: 100vh;
        padding: var(--space-4);
      }
      form {
        display: grid;
        gap: var(--space-4);
        width: min(24rem, 100%);
        padding: var(--space-8);
      }
      h1 {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        font-size: var(--size-xl);
        font-weight: 600;
      }
      .field {
        display: grid;
        gap: var(--space-1);
      }
      input,
      button {
        min-height: 2.375rem;
      }
    `,
  ];

  @property() problem = '';
  @property({ type: Boolean }) busy = false;
  @query('input') private field!: HTMLInputElement;

  private submit(event: Event): void {
    event.preventDefault();
    const key = this.field.value.trim();
    if (key) emit(this, 'sign-in', key);
    else this.field.focus();
  }

  override render() {
    return html`<main data-testid="signin">
      <form class="card" @submit=${this.submit}>
        <h1>${mark()} Sign in to Shrike</h1>
        <div class="field">
          <label for="key">API key</label>
          <input
            id="key"
            type="password"
            autocomplete="off"
            spellcheck="false"
            autofocus
            data-testid="signin-key"
            aria-describedby="hint problem"
          />
        </div>
        <p class="field-error" id="problem" role="alert">${this.problem || nothing}</p>
        <button class="primary" type="submit" ?disabled=${this.busy} data-testid="signin-submit">
          ${this.busy ? 'Signing in…' : 'Sign in'}
        </button>
        <p class="muted" id="hint">
          The server prints a sign-in link when it starts. A key is kept only for this session and
          never in the browser's storage.
        </p>
      </form>
    </main>`;
  }
}
