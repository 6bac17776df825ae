// Who is signed in, and what each person may change about that: the password and a second factor.
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Session } from '../api/types';
import {
  isPerson,
  personWords,
  roleMeaning,
  roleWord,
  secretGroups,
} from '../format/sign-in-words';
import { dayAndTime, fullTime } from '../format/time';
import type { AccountState } from '../state/account';
import { emit } from './emit';
import { icon } from './icons';
import { base, controls, dialogFrame, dialogText } from './shared-styles';

@customElement('sk-account')
export class AccountDialog extends LitElement {
  static override styles = [
    base,
    controls,
    dialogFrame,
    dialogText,
    css`
      dialog {
        width: min(30rem, calc(100vw - 2rem));
        max-height: calc(100dvh - 2rem);
        padding: var(--space-6);
      }
      dialog[open] {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-4);
      }
      header {
        display: flex;
        align-items: start;
        gap: var(--space-2);
      }
      header div {
        flex: 1;
        min-width: 0;
      }
      h3 {
        font-size: var(--size-md);
        font-weight: 600;
      }
      section {
        display: grid;
        gap: var(--space-3);
        padding-top: var(--space-4);
        border-top: 1px solid var(--border);
      }
      form {
        gap: var(--space-3);
      }
      .go {
        justify-self: start;
      }
      .done {
        color: var(--ok);
      }
      input.mono {
        font-family: var(--mono);
      }
      code {
        padding: var(--space-2);
        border-radius: var(--radius-2);
        background: var(--surface-2);
        user-select: all;
      }
      .code {
        max-width: 8rem;
      }
      [aria-invalid='true'] {
        border-color: var(--bad);
      }
    `,
  ];

  @property({ attribute: false }) session: Session | null = null;
  @property({ attribute: false }) account!: AccountState;
  @state() private shown = false;
  @state() private unlike = false;
  @query('dialog') private dialog!: HTMLDialogElement;

  /** Its fields are in the page only while it is open: no browser fills them in unasked. */
  open(): void {
    this.shown = true;
    void this.updateComplete.then(() => {
      if (!this.dialog.open) this.dialog.showModal();
    });
  }

  protected override updated(changed: PropertyValues): void {
    const before = changed.get('account') as AccountState | undefined;
    if (!before) return;
    if (this.account.password.done && !before.password.done) this.form('password')?.reset();
    if (this.account.factor.secret && !before.factor.secret) this.input('code')?.focus();
  }

  private input(id: string): HTMLInputElement | null {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${id}`);
  }

  private form(id: string): HTMLFormElement | null {
    return this.renderRoot.querySelector<HTMLFormElement>(`form#${id}`);
  }

  private closed(): void {
    this.shown = false;
    this.unlike = false;
    emit(this, 'forget-account', undefined);
  }

  private change(event: Event): void {
    event.preventDefault();
    const [current, next, again] = ['current', 'next', 'again'].map(
      (id) => this.input(id)?.value ?? '',
    );
    this.unlike = next !== again;
    if (this.unlike) return this.input('again')?.focus();
    emit(this, 'change-password', { current: current ?? '', next: next ?? '' });
  }

  private confirm(event: Event): void {
    event.preventDefault();
    emit(this, 'confirm-factor', (this.input('code')?.value ?? '').replace(/\s/g, ''));
  }

  override render() {
    return html`<dialog aria-labelledby="title" data-testid="account" @close=${this.closed}>
      ${this.session && this.shown ? this.content(this.session) : nothing}
    </dialog>`;
  }

  private content({ name, role, tenant, totp, expires_at: until }: Session) {
    return html`<header>
        <div>
          <h2 id="title">${personWords(name) || 'Your account'}</h2>
          <p>${roleWord[role]}: ${roleMeaning[role]} · tenant ${tenant}</p>
          ${
            until
              ? html`<p class="muted" title=${fullTime(until)}>
                  Signed in until ${dayAndTime(until)} at most
                </p>`
              : nothing
          }
        </div>
        <button class="quiet small" title="Close (Esc)" @click=${() => this.dialog.close()}>
          ${icon('close', '1rem')}<span class="sr">Close</span>
        </button>
      </header>
      ${
        isPerson(name)
          ? html`${this.password()} ${this.factor(totp === true)}`
          : html`<section>
              <p>
                A key or a link is signed in here. Who signs in by name and password can change the
                password and turn on a second factor.
              </p>
            </section>`
      }`;
  }

  private password() {
    const { current, next, rest, done } = this.account.password;
    const { busy } = this.account;
    return html`<section aria-labelledby="password-title">
      <h3 id="password-title">Password</h3>
      <form id="password" @submit=${this.change}>
        ${secretField('current', 'Present password', 'current-password', current)}
        ${secretField('next', 'New password, 12 to 128 characters', 'new-password', next)}
        ${secretField(
          'again',
          'New password again',
          'new-password',
          this.unlike ? 'These two are not the same.' : '',
        )}
        <p class=${done ? 'done' : 'field-error'} role="status">
          ${done ? 'Changed. Your other sessions have ended.' : rest || nothing}
        </p>
        <button class="go" type="submit" ?disabled=${busy} data-testid="password-change">
          Change password
        </button>
      </form>
    </section>`;
  }

  private factor(on: boolean) {
    const { phase, problem } = this.account.factor;
    return html`<section aria-labelledby="factor-title">
      <h3 id="factor-title">Second factor</h3>
      ${on || phase === 'on' ? turnedOn : phase === 'secret' ? this.confirming() : this.beginning()}
      <p class="field-error" role="alert">${problem || nothing}</p>
    </section>`;
  }

  private beginning() {
    return html`<p>Signing in then also asks for the code of an authenticator app.</p>
      <button
        class="go"
        ?disabled=${this.account.busy}
        data-testid="factor-begin"
        @click=${() => emit(this, 'begin-factor', undefined)}
      >
        Turn on…
      </button>`;
  }

  private confirming() {
    const { secret, uri } = this.account.factor.secret ?? { secret: '', uri: '' };
    return html`<form @submit=${this.confirm}>
      <p>
        Add this secret to your authenticator app, or
        <a href=${uri} data-testid="factor-uri">open it in the app of this device</a>. It is shown
        only now.
      </p>
      <div class="field">
        <span class="label">Secret</span>
        <code class="mono" data-testid="factor-secret">${secretGroups(secret)}</code>
      </div>
      <div class="field">
        <label for="uri">The same as an address</label>
        <input id="uri" class="mono" readonly .value=${uri} />
      </div>
      <div class="field">
        <label for="code">The six digits that the app shows</label>
        <input
          id="code"
          class="code"
          required
          inputmode="numeric"
          autocomplete="one-time-code"
          maxlength="8"
          data-testid="factor-code"
        />
      </div>
      <button
        class="go primary"
        type="submit"
        ?disabled=${this.account.busy}
        data-testid="factor-on"
      >
        Turn on
      </button>
    </form>`;
  }
}

const turnedOn = html`<p class="done" role="status" data-testid="factor-done">
  It is on. An admin can turn it off again.
</p>`;

const secretField = (id: string, label: string, autocomplete: string, wrong: string) =>
  html`<div class="field">
    <label for=${id}>${label}</label>
    <input
      id=${id}
      type="password"
      required
      autocomplete=${autocomplete as 'new-password'}
      aria-invalid=${wrong !== ''}
      aria-describedby="${id}-problem"
    />
    <span class="field-error" id="${id}-problem" role="alert">${wrong || nothing}</span>
  </div>`;

declare global {
  interface HTMLElementTagNameMap {
    'sk-account': AccountDialog;
  }
}
