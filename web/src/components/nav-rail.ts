// The rail on the left (a bar at the bottom on a phone): pages, theme, who is signed in.
import { css, html, LitElement, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Branding, Role } from '../api/types';
import { type PageId, routeUrl } from '../state/routes';
import { canRead, canSeeAccess } from '../state/session-store';
import { brandMark, icon, type IconName } from './icons';
import { base } from './shared-styles';

interface Entry {
  page: PageId;
  name: string;
  icon: IconName;
  /** Absent: for everybody. */
  isFor?: (role: Role | null) => boolean;
}

const entries: Entry[] = [
  { page: 'overview', name: 'Overview', icon: 'overview' },
  { page: 'streaming', name: 'Streaming', icon: 'streaming' },
  { page: 'decisions', name: 'Decisions', icon: 'decisions' },
  { page: 'cases', name: 'Cases', icon: 'cases' },
  { page: 'models', name: 'Models', icon: 'models' },
  { page: 'tester', name: 'Tester', icon: 'tester', isFor: (role) => role !== 'auditor' },
  { page: 'lists', name: 'Lists', icon: 'blocklist', isFor: canRead },
  { page: 'access', name: 'Access', icon: 'access', isFor: canSeeAccess },
  { page: 'settings', name: 'Settings', icon: 'settings', isFor: canSeeAccess },
];

/** What somebody of that role finds in the rail. */
export const entriesFor = (role: Role | null): Entry[] =>
  entries.filter(({ isFor }) => !isFor || isFor(role));

/** The page of one decision belongs to the search. */
const isAt = (entry: PageId, page: PageId): boolean =>
  entry === page || (entry === 'decisions' && page === 'decision');

@customElement('sk-nav')
export class NavRail extends LitElement {
  static override styles = [
    base,
    css`
      nav {
        position: sticky;
        top: 0;
        display: flex;
        flex-direction: column;
        gap: 0.125rem;
        width: 12rem;
        height: 100vh;
        padding: var(--space-3);
        border-right: 1px solid var(--border);
        background: var(--surface);
      }
      .brand {
        display: flex;
        align-items: center;
        gap: 0.625rem;
        min-height: 2.5rem;
        margin-bottom: var(--space-3);
        padding: 0 var(--space-1);
        color: var(--text);
        font-size: var(--size-lg);
        font-weight: 700;
        letter-spacing: -0.01em;
        text-decoration: none;
      }
      .brand span {
        overflow: hidden;
        text-overflow: ellipsis;
      }
      a.entry {
        display: flex;
        align-items: center;
        gap: 0.625rem;
        min-height: 2.125rem;
        padding: 0 var(--space-2);
        border-radius: var(--radius-2);
        color: var(--text-2);
        font-weight: 500;
        text-decoration: none;
        white-space: nowrap;
      }
      a.entry:hover {
        background: var(--surface-2);
        color: var(--text);
      }
      a.entry[aria-current='page'] {
        background: var(--accent-soft);
        color: var(--accent-strong);
      }
      .grow {
        flex: 1;
      }
      @media (max-width: 1180px) and (min-width: 641px) {
        nav {
          width: 3.625rem;
        }
        .entry span,
        .brand span {
          position: absolute;
          width: 1px;
          height: 1px;
          overflow: hidden;
          clip-path: inset(50%);
        }
        a.entry {
          justify-content: center;
        }
      }
      @media (max-width: 640px) {
        nav {
          position: fixed;
          inset: auto 0 0;
          z-index: 20;
          flex-direction: row;
          width: auto;
          height: auto;
          overflow-x: auto;
          scrollbar-width: none;
          padding: var(--space-1) var(--space-1) max(var(--space-1), env(safe-area-inset-bottom));
          border-top: 1px solid var(--border);
          border-right: 0;
        }
        .brand,
        .grow,
        a.docs {
          display: none;
        }
        a.entry {
          /* Not all fit: each keeps its whole name, and the bar is pushed aside. */
          flex: 1 0 auto;
          flex-direction: column;
          justify-content: center;
          gap: 0.125rem;
          min-width: 3.875rem;
          min-height: 2.875rem;
          padding: 0 var(--space-1);
          font-size: var(--size-xs);
        }
      }
    `,
  ];

  @property() page: PageId = 'overview';
  @property({ attribute: false }) branding: Branding | null = null;
  @property({ attribute: false }) reader: Role | null = null;

  /** On a phone the present page may stand beyond the edge of the bar. */
  protected override updated(changed: PropertyValues): void {
    if (!changed.has('page')) return;
    const entry = this.renderRoot.querySelector('[aria-current="page"]');
    entry?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }

  override render() {
    return html`<nav aria-label="Pages">
      <a class="brand" href="/dashboard"
        >${brandMark(this.branding)}<span>${this.branding?.name || 'Shrike'}</span></a
      >
      ${entriesFor(this.reader).map(
        (entry) =>
          html`<a
            class="entry"
            href=${routeUrl({ page: entry.page })}
            title=${entry.name}
            aria-current=${isAt(entry.page, this.page) ? 'page' : 'false'}
            >${icon(entry.icon)}<span>${entry.name}</span></a
          >`,
      )}
      <span class="grow"></span>
      <a class="entry docs" href="/docs" title="API reference"
        >${icon('docs')}<span>API reference</span></a
      >
    </nav>`;
  }
}
