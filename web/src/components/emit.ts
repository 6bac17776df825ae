// Events that go up through shadow roots.
import type { CaseOutcome, CasePatch } from '../api/case-types';
import type { ModelVersion } from '../api/model-types';
import type { RetrainFromLabels, RetrainFromMessages } from '../api/models';
import type { Proof } from '../api/session';
import type { Setting, SettingValue } from '../api/settings';
import type { ThresholdRequest } from '../api/threshold-types';
import type { Label } from '../api/types';

export interface AppEvents {
  'open-decision': string;
  'close-drawer': undefined;
  'label-decision': { label: Label; note: string };
  'block-entity': { kind: string; value: string };
  'open-case': string | null;
  'change-case': CasePatch;
  /** Asks first. */
  'close-case': CaseOutcome;
  'pick-item': string;
  'step-alert': { id: string; step: 'acknowledge' | 'resolve' };
  'show-case-of': string;
  'set-rate': number;
  'run-generator': boolean;
  'run-system': boolean;
  'filter-change': { key: string; value: string };
  'clear-filters': undefined;
  'dismiss-notice': number;
  'sign-in': Proof;
  'toggle-notify': undefined;
  'change-password': { current: string; next: string };
  'begin-factor': undefined;
  'confirm-factor': string;
  'forget-account': undefined;
  'model-action': {
    model: ModelVersion;
    action: 'activate' | 'rollback' | 'challenge' | 'unchallenge';
  };
  'show-channels': undefined;
  'test-channel': string;
  'set-threshold': ThresholdRequest;
  /** Null: what the configuration file says. */
  'edit-setting': { setting: Setting; value: SettingValue | null };
  'model-card': ModelVersion;
  retrain: RetrainFromLabels | RetrainFromMessages;
}

export function emit<K extends keyof AppEvents>(host: HTMLElement, type: K, detail: AppEvents[K]) {
  host.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
}

declare global {
  // Lets templates and addEventListener know the type of each detail.
  interface HTMLElementEventMap extends EventsByName {}
}

type EventsByName = { [K in keyof AppEvents]: CustomEvent<AppEvents[K]> };
