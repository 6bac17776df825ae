// Starting and stopping the pipeline and the generator. The new state arrives by the live channel.
import type { Http } from './http';

const ignore = () => null;

export const startSystem = (http: Http) => http.send('POST', '/stream/start', ignore);
export const stopSystem = (http: Http) => http.send('POST', '/stream/stop', ignore);

export const setGenerator = (http: Http, change: { running: boolean } | { rate: number }) =>
  http.send('PUT', '/stream/generator', ignore, { body: change });
