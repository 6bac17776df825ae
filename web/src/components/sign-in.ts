// The card that asks who somebody is: by an API key, or by name and password.
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { emit } from './emit';
import { mark } from './icons';
import { base, card, controls } from './shared-styles';

type Way = 'key' | 'name';

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
      .ways {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: var(--space-2);
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
  @property({ type: Boolean }) codeNeeded = false;
  @state() private way: Way = 'key';

  protected override updated(changed: PropertyValues): void {
    if (changed.has('codeNeeded') && this.codeNeeded) this.field('code')?.focus();
    if (changed.has('way')) this.renderRoot.querySelector('input')?.focus();
  }

  private field(id: string): HTMLInputElement | null {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${id}`);
  }

  private submit(event: Event): void {
    event.preventDefault();
    const fields = [...this.renderRoot.querySelectorAll('input')];
    const empty = fields.find((each) => each.id !== 'code' && !each.value.trim());
    if (empty) return empty.focus();
    // A password may begin or end with a space, and a code is often typed with one inside.
    const { key, name, password, code } = Object.fromEntries(fields.map((f) => [f.id, f.value]));
    if (key) return emit(this, 'sign-in', { key: key.trim() });
    const proof = { name: (name ?? '').trim(), password: password ?? '' };
    emit(this, 'sign-in', code ? { ...proof, code: code.replace(/\s/g, '') } : proof);
  }

  override render() {
    return html`<main data-testid="signin">
      <form class="card" @submit=${this.submit}>
        <h1>${mark()} Sign in to Shrike</h1>
        <div class="ways" role="group" aria-label="Sign in by">
          ${this.wayButton('key', 'API key')} ${this.wayButton('name', 'Name')}
        </div>
        ${this.way === 'key' ? this.keyField() : this.nameFields()}
        <p class="field-error" id="problem" role="alert">${this.problem || nothing}</p>
        <button class="primary" type="submit" ?disabled=${this.busy} data-testid="signin-submit">
          ${this.busy ? 'Signing in…' : 'Sign in'}
        </button>
        <p class="muted" id="hint">
          ${
            this.way === 'key'
              ? html`The server prints a sign-in link when it starts. A key is kept only for this
                session and never in the browser's storage.`
              : 'An admin adds people on the page Access.'
          }
        </p>
      </form>
    </main>`;
  }

  private wayButton(way: Way, word: string) {
    return html`<button
      type="button"
      aria-pressed=${this.way === way}
      data-testid="signin-by-${way}"
      @click=${() => (this.way = way)}
    >
      ${word}
    </button>`;
  }

  private keyField() {
    return html`<div class="field">
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
    </div>`;
  }

  private nameFields() {
    return html`<div class="field">
        <label for="name">Name</label>
        <input
          id="name"
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          data-testid="signin-name"
          aria-describedby="hint problem"
        />
      </div>
      <div class="field">
        <label for="password">Password</label>
        <input
          id="password"
          type="password"
          autocomplete="current-password"
          data-testid="signin-password"
          aria-describedby="problem"
        />
      </div>
      ${
        this.codeNeeded
          ? html`<div class="field">
              <label for="code">Code of the authenticator app</label>
              <input
                id="code"
                inputmode="numeric"
                autocomplete="one-time-code"
                maxlength="8"
                data-testid="signin-code"
                aria-describedby="problem"
              />
            </div>`
          : nothing
      }`;
  }
}
