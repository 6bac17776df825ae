// The models: which there are, who judges, and training a new version.
import { models, retrainReply } from './decode/models';
import type { Http } from './http';

export interface RetrainFromLabels {
  source: 'labels';
  days: number;
  /** The trees stay as they are. */
  only?: 'calibration';
}

export interface RetrainFromMessages {
  scam_messages: string[];
  legitimate_messages: string[];
}

const ignore = () => null;
const pathOf = (id: string) => `/models/${encodeURIComponent(id)}`;

export const readModels = (http: Http, signal?: AbortSignal) =>
  http.send('GET', '/models', models, signal ? { signal } : {});

/** What a version is, in Markdown. */
export const readModelCard = (http: Http, id: string, version: number) =>
  http.text(`${pathOf(id)}/card`, new URLSearchParams({ version: String(version) }));

/** Without a version: the champion before the present one. */
export const activateModel = (http: Http, id: string, version: number | null) =>
  http.send('POST', `${pathOf(id)}/activate`, ignore, {
    body: version === null ? {} : { version },
  });

/** Version 0 ends the challenge. `share_percent`: of the entities that it decides on. */
export const setChallenger = (http: Http, id: string, version: number, share_percent: number) =>
  http.send('PUT', `${pathOf(id)}/challenger`, ignore, { body: { version, share_percent } });

export const retrain = (http: Http, request: RetrainFromLabels | RetrainFromMessages) =>
  http.send('POST', '/retrain', retrainReply, { body: request });
