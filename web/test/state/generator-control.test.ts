// The rate goes out once, after the hand rests.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Http } from '../../src/api/http';
import { CONFIRM_MS, GeneratorControl, SETTLE_MS } from '../../src/state/generator-control';
import { Notices } from '../../src/state/notices';

describe('GeneratorControl', () => {
  let status = 200;
  const fetched = vi.fn(
    async (_path: string, _init: RequestInit) => new Response('{}', { status }),
  );
  let notices: Notices;
  let control: GeneratorControl;

  beforeEach(() => {
    vi.useFakeTimers();
    fetched.mockClear();
    status = 200;
    notices = new Notices(() => null);
    control = new GeneratorControl(new Http(fetched), notices);
  });
  afterEach(() => vi.useRealTimers());

  it('shows the wish at once and sends only the last', async () => {
    for (const rate of [10, 20, 30]) control.setRate(rate);
    expect(control.value.wantedRate).toBe(30);
    expect(fetched).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(SETTLE_MS);
    expect(fetched).toHaveBeenCalledOnce();
    expect(fetched.mock.calls[0]?.[1]).toMatchObject({ method: 'PUT', body: '{"rate":30}' });
  });

  it('follows the server again once it agrees', async () => {
    control.setRate(30);
    control.confirm(20);
    expect(control.value.wantedRate).toBe(30);
    control.confirm(30);
    expect(control.value.wantedRate).toBeNull();
  });

  it('follows the server again when it never agrees', async () => {
    control.setRate(30);
    await vi.advanceTimersByTimeAsync(SETTLE_MS + CONFIRM_MS);
    expect(control.value.wantedRate).toBeNull();
  });

  it('tells why it did not work', async () => {
    status = 403;
    await control.runGenerator(false);
    expect(notices.value[0]).toMatchObject({ tone: 'error' });
    expect(control.value).toEqual({ wantedRate: null, busy: false });
  });

  it('starts and stops the system', async () => {
    await control.runSystem(true);
    await control.runSystem(false);
    expect(fetched.mock.calls.map(([path]) => path)).toEqual(['/stream/start', '/stream/stop']);
  });
});
