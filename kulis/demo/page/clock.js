/**
 * The server's time, which need not be the browser's: it may stand still, and it may jump.
 * @typedef {ReturnType<typeof createClock>} Clock
 */

const SOON = 1500;

/** @param {() => void} onChange  is told when the clock is first heard, stops, or runs again */
export function createClock(onChange) {
  let told = Date.now();
  let heardAt = performance.now();
  let isStanding = false;
  /** What was told when it was last judged whether the clock runs. @type {{ told: number, heardAt: number } | null} */
  let mark = null;

  /** @param {{ told: number, heardAt: number }} since */
  function judge(since) {
    const moved = told - since.told;
    const passed = heardAt - since.heardAt;
    const hasJumped = Math.abs(moved - passed) > SOON;
    const found = moved === 0 || (isStanding && hasJumped);
    if (found === isStanding) return;
    isStanding = found;
    onChange();
  }

  return {
    /** @param {string} timestamp  an envelope's */
    hear(timestamp) {
      const moment = Date.parse(timestamp);
      if (Number.isNaN(moment)) return;
      told = moment;
      heardAt = performance.now();
      if (!mark) {
        mark = { told, heardAt };
        onChange();
      }
      if (heardAt - mark.heardAt < SOON) return;
      judge(mark);
      mark = { told, heardAt };
    },

    /** Milliseconds since 1970, by the server. */
    now: () => (isStanding ? told : told + (performance.now() - heardAt)),

    isHeard: () => mark !== null,
    isStanding: () => isStanding,
  };
}
