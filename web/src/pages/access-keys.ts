// The keys: which there are, making one, its successor, and its end.
import { html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { createKey, readKeys, revokeKey, rotateKey } from '../api/access';
import type { ApiKey, NewKey } from '../api/access-types';
import type { Role } from '../api/types';
import '../components/confirm-dialog';
import type { ConfirmDialog } from '../components/confirm-dialog';
import '../components/secret-dialog';
import type { SecretDialog } from '../components/secret-dialog';
import { base, card, controls, dataTable } from '../components/shared-styles';
import { KEY_ROLES, keyName, keyState, OVERLAPS } from '../format/access-words';
import { roleWord } from '../format/sign-in-words';
import { dayAndTime, fromFieldTime, fullTime } from '../format/time';
import { AccessList } from '../state/access-list';
import type { AppContext } from '../state/app-context';
import { canControl } from '../state/session-store';
import { Follows } from '../state/store';
import { accessStyles, problemLine, roleField, tableFrame } from './access-styles';

const COLUMNS = ['Label', 'Begins with', 'Role', 'State', 'Made', 'Addresses', ''];

@customElement('sk-access-keys')
export class AccessKeys extends LitElement {
  static override styles = [base, card, controls, dataTable, accessStyles];

  @property({ attribute: false }) app!: AppContext;
  @state() private problem = '';
  @query('sk-confirm') private confirm!: ConfirmDialog;
  @query('sk-secret') private secret!: SecretDialog;
  private store: AccessList<ApiKey> | null = null;

  readonly follows = new Follows(this, () => [this.list, this.app.session]);

  private get list(): AccessList<ApiKey> {
    this.store ??= new AccessList(() => readKeys(this.app.http));
    return this.store;
  }

  private get mayChange(): boolean {
    return canControl(this.app.session.role);
  }

  protected override firstUpdated(): void {
    void this.list.load();
  }

  private async create(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const read = (name: string) => String(new FormData(form).get(name) ?? '').trim();
    const expires = fromFieldTime(read('expires'));
    const wish = { role: read('role') as Role, label: read('label') };
    const request = expires ? { ...wish, expires_at: expires } : wish;
    this.problem =
      (await this.make('The new key', () => createKey(this.app.http, request))) ?? '';
    if (!this.problem) form.reset();
  }

  /** Resolves to words about what went wrong, or to null. */
  private make(heading: string, action: () => Promise<NewKey>): Promise<string | null> {
    return this.list.change(async () => {
      const made = await action();
      // Once the question is closed: its end would take the focus away.
      setTimeout(() => this.secret.show(heading, made));
    });
  }

  private rotate(key: ApiKey): void {
    this.confirm.ask({
      title: `Rotate ${keyName(key)}?`,
      text: 'A new key with the same role is made. Put it to use before the old one ends.',
      verb: 'Rotate',
      choice: { label: 'How long the old key still holds', options: OVERLAPS, value: '86400' },
      run: async ({ choice: seconds }) =>
        this.make(`The successor of ${keyName(key)}`, () =>
          rotateKey(this.app.http, key.id, Number(seconds)),
        ),
    });
  }

  private revoke(key: ApiKey): void {
    this.confirm.ask({
      title: `Revoke ${keyName(key)}?`,
      text: 'It ends now, and everybody who signed in with it is signed out. It cannot come back.',
      verb: 'Revoke',
      run: async () => {
        const problem = await this.list.change(() => revokeKey(this.app.http, key.id));
        if (!problem) this.app.notices.say('ok', 'Revoked', keyName(key));
        return problem;
      },
    });
  }

  override render() {
    const { rows, problem } = this.list.value;
    return html`${this.mayChange ? this.form() : nothing}
      <section class="card" aria-label="Keys">
        ${problemLine(problem)}
        ${tableFrame(
          'keys',
          COLUMNS,
          rows?.map((key) => this.row(key)) ?? null,
          html`<strong>No key yet</strong>Keys of the settings are not listed here.`,
        )}
      </section>
      <sk-confirm></sk-confirm>
      <sk-secret></sk-secret>`;
  }

  private form() {
    return html`<form class="card" aria-label="New key" @submit=${this.create}>
      <div class="field">
        <label for="label">Label</label>
        <input id="label" name="label" required maxlength="100" autocomplete="off" />
      </div>
      ${roleField(KEY_ROLES)}
      <div class="field">
        <label for="expires">Until (empty: for good)</label>
        <input id="expires" name="expires" type="datetime-local" />
      </div>
      <button class="primary" type="submit" data-testid="key-create">Make key</button>
      ${problemLine(this.problem)}
    </form>`;
  }

  private row(key: ApiKey) {
    const { word, since } = keyState(key, this.app.live.serverNowMs());
    const usable = word === 'valid';
    return html`<tr data-testid="key-row" data-key=${key.id} class=${usable ? '' : 'off'}>
      <td title=${key.id}>${key.label || '–'}</td>
      <td class="mono">${key.prefix}…</td>
      <td>${roleWord[key.role]}</td>
      <td title=${fullTime(key.revoked_at ?? key.expires_at)}>
        <span class=${word === 'revoked' ? 'bad' : ''}>${word}</span> ${since}
      </td>
      <td title=${fullTime(key.created_at)}>${dayAndTime(key.created_at)}</td>
      <td>${key.addresses || 'any'}</td>
      <td class="acts">${this.mayChange && usable ? this.buttons(key) : nothing}</td>
    </tr>`;
  }

  private buttons(key: ApiKey) {
    return html`<button
        class="small"
        aria-label="Rotate ${keyName(key)}"
        @click=${() => this.rotate(key)}
      >
        Rotate</button
      ><button
        class="small danger"
        aria-label="Revoke ${keyName(key)}"
        @click=${() => this.revoke(key)}
      >
        Revoke
      </button>`;
  }
}
