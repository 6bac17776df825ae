// Access: keys, users, sessions, tenants, erasures and the audit chain, one part at a time.
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base, card, controls } from '../components/shared-styles';
import type { AppContext } from '../state/app-context';
import { ACCESS_SECTIONS, type AccessSection, routeUrl } from '../state/routes';
import { canSeeAccess } from '../state/session-store';
import { Follows } from '../state/store';
import './access-audit';
import './access-erasures';
import './access-keys';
import './access-sessions';
import './access-tenants';
import './access-users';
import { page } from './page-styles';

const names: Record<AccessSection, string> = {
  keys: 'Keys',
  users: 'Users',
  sessions: 'Sessions',
  tenants: 'Tenants',
  erasures: 'Erasures',
  audit: 'Audit',
};

@customElement('sk-access-page')
export class AccessPage extends LitElement {
  static override styles = [
    base,
    card,
    controls,
    page,
    css`
      nav {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
      }
      .button[aria-current='page'] {
        background: var(--accent-soft);
        border-color: var(--accent);
        color: var(--accent-strong);
      }
    `,
  ];

  @property({ attribute: false }) app!: AppContext;

  readonly follows = new Follows(this, () => [this.app.router, this.app.session]);

  override render() {
    if (!canSeeAccess(this.app.session.role)) {
      return html`<div class="stack">
        <p class="card empty">
          <strong>Access is for admins and auditors</strong>Sign in with such a role to see keys,
          users, sessions, tenants, erasures and the audit.
        </p>
      </div>`;
    }
    const { section } = this.app.router.value;
    return html`<div class="stack">
      <nav aria-label="Parts of Access">
        ${ACCESS_SECTIONS.map(
          (each) =>
            html`<a
              class="button"
              href=${routeUrl({ page: 'access', section: each })}
              aria-current=${each === section ? 'page' : 'false'}
              >${names[each]}</a
            >`,
        )}
      </nav>
      ${this.sectionOf(section)}
    </div>`;
  }

  private sectionOf(section: AccessSection) {
    switch (section) {
      case 'users':
        return html`<sk-access-users .app=${this.app}></sk-access-users>`;
      case 'sessions':
        return html`<sk-access-sessions .app=${this.app}></sk-access-sessions>`;
      case 'tenants':
        return html`<sk-access-tenants .app=${this.app}></sk-access-tenants>`;
      case 'erasures':
        return html`<sk-access-erasures .app=${this.app}></sk-access-erasures>`;
      case 'audit':
        return html`<sk-access-audit .app=${this.app}></sk-access-audit>`;
      default:
        return html`<sk-access-keys .app=${this.app}></sk-access-keys>`;
    }
  }
}
