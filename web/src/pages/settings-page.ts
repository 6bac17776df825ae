// Settings: what the tenant may set for itself, how it stands by default, and changing it.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Setting } from '../api/settings';
import '../components/setting-field';
import type { SettingField } from '../components/setting-field';
import { base, card, controls } from '../components/shared-styles';
import { changesWords, daysWords, settingGroups } from '../format/setting-words';
import type { AppContext } from '../state/app-context';
import { canControl, canSeeAccess } from '../state/session-store';
import { Follows } from '../state/store';
import { isOwn, shownValue, TenantSettings } from '../state/tenant-settings';
import { page } from './page-styles';

@customElement('sk-settings-page')
export class SettingsPage extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    page,
    css`
      form {
        max-width: 72rem;
      }
      .save {
        position: sticky;
        bottom: var(--space-4);
        z-index: 1;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-3);
        padding: var(--space-3) var(--space-4);
        box-shadow: var(--shadow-3);
      }
      .save .grow {
        flex: 1;
      }
      .tall {
        height: 16rem;
      }
      dl > div {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: var(--space-1) var(--space-3);
        padding: var(--space-3) var(--space-4);
        border-bottom: 1px solid var(--border);
      }
      dl > div:last-child {
        border-bottom: 0;
      }
      @media (max-width: 640px) {
        .save {
          bottom: 4.5rem;
        }
      }
    `,
  ];

  @property({ attribute: false }) app!: AppContext;
  private store!: TenantSettings;
  private asked = false;

  readonly follows = new Follows(this, () => [this.settings, this.app.session]);

  private get settings(): TenantSettings {
    this.store ??= new TenantSettings(this.app.http);
    return this.store;
  }

  private get mayChange(): boolean {
    return canControl(this.app.session.role);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('edit-setting', ({ detail }) =>
      this.settings.edit(detail.setting, detail.value),
    );
  }

  protected override willUpdate(): void {
    if (this.asked || !canSeeAccess(this.app.session.role)) return;
    this.asked = true;
    void this.settings.load();
  }

  private async save(event: Event): Promise<void> {
    event.preventDefault();
    if (!this.fields.every((field) => field.check())) return;
    if (await this.settings.save()) {
      this.app.notices.say('ok', 'Saved', 'It counts from the next event on.');
      return;
    }
    const [first] = Object.keys(this.settings.value.problems);
    this.fields.find(({ setting }) => setting.key === first)?.focus();
  }

  private get fields(): SettingField[] {
    return [...this.renderRoot.querySelectorAll('sk-setting')];
  }

  override render() {
    if (!canSeeAccess(this.app.session.role)) {
      return html`<p class="card empty">
        <strong>Settings are for admins and auditors</strong>Sign in with such a role to see them.
      </p>`;
    }
    const { rows, problem, draft } = this.settings.value;
    const changes = Object.keys(draft).length;
    return html`<form class="stack" aria-label="Settings" @submit=${this.save}>
      ${problem ? html`<p class="field-error" role="alert">${problem}</p>` : nothing}
      ${
        rows
          ? settingGroups(rows).map(([heading, members]) => this.group(heading, members))
          : problem
            ? nothing
            : html`<span class="card skeleton tall"></span>`
      }
      ${this.retention()} ${changes ? this.bar(changes) : nothing}
    </form>`;
  }

  /** What holds for everybody's data; read only. */
  private retention() {
    const { retention } = this.settings.value;
    if (retention.length === 0) return nothing;
    return html`<section class="card" aria-label="How long things are kept" data-testid="retention">
      <div class="card-head">
        <h2>How long things are kept</h2>
        <span class="muted">as the configuration file says</span>
      </div>
      <dl>
        ${retention.map(
          ({ doc, days }) => html`<div>
            <dt>${doc}</dt>
            <dd class="num">${daysWords(days)}</dd>
          </div>`,
        )}
      </dl>
    </section>`;
  }

  private group(heading: string, rows: Setting[]) {
    const { draft, problems } = this.settings.value;
    return html`<section class="card" aria-label=${heading}>
      <div class="card-head"><h2>${heading}</h2></div>
      ${rows.map(
        (row) =>
          html`<sk-setting
            .setting=${row}
            .value=${shownValue(row, draft)}
            ?own=${isOwn(row, draft)}
            ?mayChange=${this.mayChange}
            .problem=${problems[row.key] ?? ''}
          ></sk-setting>`,
      )}
    </section>`;
  }

  private bar(changes: number) {
    const { busy } = this.settings.value;
    return html`<div class="card save" data-testid="settings-bar">
      <span role="status">${changesWords(changes)}</span>
      <span class="grow"></span>
      <button type="button" ?disabled=${busy} @click=${() => this.settings.discard()}>
        Discard
      </button>
      <button class="primary" type="submit" ?disabled=${busy} data-testid="settings-save">
        ${busy ? 'Saving…' : 'Save'}
      </button>
    </div>`;
  }
}
