/**
 * Do something again and again until the signal: at once when the page is looked at once more, and not while it is hidden.
 * @param {AbortSignal} signal
 * @param {number} pause  milliseconds from the end of one time to the start of the next
 * @param {() => Promise<void> | void} task  handles its own failures
 */
export function repeat(signal, pause, task) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer = setTimeout(run, pause);
  let isRunning = false;

  async function run() {
    if (isRunning || signal.aborted) return;
    clearTimeout(timer);
    isRunning = true;
    if (!document.hidden) await task();
    isRunning = false;
    if (!signal.aborted) timer = setTimeout(run, pause);
  }

  document.addEventListener("visibilitychange", () => !document.hidden && run(), { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
}
