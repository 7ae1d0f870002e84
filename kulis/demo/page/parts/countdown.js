import { element, write } from "../shared/element.js";
import { asClock } from "../language.js";

const SECOND = 1000;

/**
 * Call `tick` with each second, until the signal or until what it gives back is called.
 * @param {AbortSignal} signal
 * @param {() => void} tick
 */
export function eachSecond(signal, tick) {
  const timer = setInterval(tick, SECOND);
  const stop = () => clearInterval(timer);
  signal.addEventListener("abort", stop);
  return stop;
}

/**
 * Hours, minutes and seconds until a moment, by the server's clock.
 * @param {import("../main.js").Context} context
 * @param {string} until
 * @param {() => void} onEnd  is called once, when nothing is left
 */
export function countdown({ clock, language, signal }, until, onEnd) {
  const left = element("span", { class: "countdown", role: "timer", "aria-label": language.say("timeLeft") });
  const stop = eachSecond(signal, show);
  show();
  return left;

  function show() {
    const seconds = (Date.parse(until) - clock.now()) / SECOND;
    write(left, asClock(seconds));
    if (seconds > 0) return;
    stop();
    onEnd();
  }
}
