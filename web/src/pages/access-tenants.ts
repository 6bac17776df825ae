// The tenants: which there are and how large, making one, its name and look, and holding it up.
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { errorWords, fieldProblems } from '../api/http';
import { changeTenant, createTenant, readTenants, type Tenant } from '../api/tenants';
import '../components/confirm-dialog';
import type { ConfirmDialog } from '../components/confirm-dialog';
import '../components/secret-dialog';
import type { SecretDialog } from '../components/secret-dialog';
import { base, card, controls, dataTable } from '../components/shared-styles';
import '../components/tenant-dialog';
import type { TenantDialog } from '../components/tenant-dialog';
import { exact } from '../format/number';
import { dayAndTime, fullTime } from '../format/time';
import { AccessList } from '../state/access-list';
import type { AppContext } from '../state/app-context';
import { isOperator, OPERATOR_TENANT } from '../state/session-store';
import { Follows } from '../state/store';
import { accessStyles, problemLine, tableFrame } from './access-styles';

const COLUMNS = ['Name', 'Id', 'State', 'Keys', 'Users', 'Decisions', 'Made', ''];

@customElement('sk-access-tenants')
export class AccessTenants extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    dataTable,
    accessStyles,
    css`
      .swatch {
        display: inline-block;
        width: 0.625rem;
        height: 0.625rem;
        margin-right: var(--space-1);
        border: 1px solid var(--border-strong);
        border-radius: var(--radius-1);
      }
    `,
  ];

  @property({ attribute: false }) app!: AppContext;
  @state() private problem = '';
  @query('sk-confirm') private confirm!: ConfirmDialog;
  @query('sk-secret') private secret!: SecretDialog;
  @query('sk-tenant') private dialog!: TenantDialog;
  private store: AccessList<Tenant> | null = null;

  readonly follows = new Follows(this, () => [this.list, this.app.session]);

  private get list(): AccessList<Tenant> {
    this.store ??= new AccessList(() => readTenants(this.app.http));
    return this.store;
  }

  private get mayChange(): boolean {
    const { value } = this.app.session;
    return value.phase === 'signed-in' && isOperator(value.session);
  }

  protected override firstUpdated(): void {
    void this.list.load();
  }

  private async create(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const read = (name: string) => String(new FormData(form).get(name) ?? '').trim();
    const [id, name] = [read('id'), read('name')];
    const problem = await this.list.change(async () => {
      const made = await createTenant(this.app.http, name ? { id, name } : { id });
      this.secret.show(`The first admin key of ${made.tenant.name}`, made.key);
    });
    this.problem = problem ?? '';
    if (!problem) form.reset();
  }

  private edit(tenant: Tenant): void {
    this.dialog.ask({
      tenant,
      run: async (change) => {
        try {
          await changeTenant(this.app.http, tenant.id, change);
        } catch (error) {
          return { problem: errorWords(error), fields: fieldProblems(error) };
        }
        this.app.notices.say('ok', 'Changed', tenant.id);
        await this.list.load();
        // One's own look stands in the rail.
        await this.app.session.check();
        return null;
      },
    });
  }

  private askState(tenant: Tenant): void {
    const suspends = tenant.state === 'active';
    this.confirm.ask({
      title: `${suspends ? 'Suspend' : 'Activate'} ${tenant.name}?`,
      text: suspends
        ? 'Its keys stop working and its people are signed out, within seconds. Nothing is deleted.'
        : 'Its keys and its people may come in again.',
      verb: suspends ? 'Suspend' : 'Activate',
      run: async () => {
        const state = suspends ? 'suspended' : 'active';
        const change = () => changeTenant(this.app.http, tenant.id, { state });
        const problem = await this.list.change(change);
        if (!problem) this.app.notices.say('ok', suspends ? 'Suspended' : 'Activated', tenant.id);
        return problem;
      },
    });
  }

  override render() {
    const { rows, problem } = this.list.value;
    return html`${this.mayChange ? this.form() : nothing}
      <section class="card" aria-label="Tenants">
        ${problemLine(problem)}
        ${tableFrame('tenants', COLUMNS, rows?.map((tenant) => this.row(tenant)) ?? null, '')}
      </section>
      <sk-confirm></sk-confirm>
      <sk-secret></sk-secret>
      <sk-tenant></sk-tenant>`;
  }

  private form() {
    return html`<form class="card" aria-label="New tenant" @submit=${this.create}>
      <div class="field">
        <label for="id">Id (cannot be changed)</label>
        <input
          id="id"
          name="id"
          required
          pattern="[a-z0-9\\-]+"
          maxlength="64"
          title="Small letters, digits and -"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
        />
      </div>
      <div class="field">
        <label for="name">Name (empty: the id)</label>
        <input id="name" name="name" maxlength="100" autocomplete="off" />
      </div>
      <button class="primary" type="submit" data-testid="tenant-create">Make tenant</button>
      ${problemLine(this.problem)}
    </form>`;
  }

  private row(tenant: Tenant) {
    const { id, name, state: now, branding } = tenant;
    const look = [branding.name, branding.logo, branding.colour].filter(Boolean).join(' · ');
    return html`<tr data-testid="tenant-row" class=${now === 'active' ? '' : 'off'}>
      <td title=${look}>
        ${
          branding.colour
            ? html`<span class="swatch" style="background:${branding.colour}"></span>`
            : nothing
        }${name}
      </td>
      <td class="mono">${id}</td>
      <td>${now === 'active' ? 'active' : html`<span class="bad">suspended</span>`}</td>
      <td>${exact(tenant.keys)}</td>
      <td>${exact(tenant.users)}</td>
      <td>${exact(tenant.decisions)}</td>
      <td title=${fullTime(tenant.created_at)}>${dayAndTime(tenant.created_at)}</td>
      <td class="acts">${this.mayChange ? this.buttons(tenant) : nothing}</td>
    </tr>`;
  }

  private buttons(tenant: Tenant) {
    const verb = tenant.state === 'active' ? 'Suspend' : 'Activate';
    const suspending = html`<button
      class="small ${tenant.state === 'active' ? 'danger' : ''}"
      aria-label="${verb} ${tenant.id}"
      @click=${() => this.askState(tenant)}
    >
      ${verb}
    </button>`;
    return html`<button
        class="small"
        aria-label="Name and look of ${tenant.id}"
        @click=${() => this.edit(tenant)}
      >
        Name and look</button
      >${tenant.id === OPERATOR_TENANT ? nothing : suspending}`;
  }
}
