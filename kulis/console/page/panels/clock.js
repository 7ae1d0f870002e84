import { element, fill, write } from "../shared/element.js";
import { act, actionButton, field, panel } from "../acting.js";
import { moment } from "../times.js";

const STEPS = ["1h", "24h", "25h"];

/**
 * The mock's clock: standing or running, and moved.
 * @param {import("../acting.js").Tools} tools
 * @returns {import("../acting.js").Panel}
 */
export function clockPanel(tools) {
  const { control } = tools;
  const time = element("p", { class: "clock-time" });
  const state = element("span", { class: "badge" });
  const by = element("input", { name: "by", value: "30m", required: true, pattern: "[0-9]+[smhdw]", title: "such as 30s, 10m, 25h or 7d", size: 6 });
  const at = element("input", { name: "at", required: true, placeholder: "2026-03-01T12:00:00Z", size: 20 });
  const turns = element("span", { class: "row" });
  /** @type {{ now: number, heardAt: number, isFrozen: boolean } | null} */
  let heard = null;
  setInterval(tick, 500);
  return {
    root: panel(
      "clock",
      "Clock",
      element("div", { class: "panel-head" }, time, state),
      element("div", { class: "row" }, turns, ...STEPS.map(step)),
      element("form", { class: "fields", onsubmit: advance }, field("Move on by", by), element("button", { class: "button button-quiet button-small" }, "Advance")),
      element("form", { class: "fields", onsubmit: freeze }, field("Stand still at", at), element("button", { class: "button button-quiet button-small" }, "Freeze there")),
    ),
    show,
  };

  /** @param {import("../control.js").Told<"/status">} status */
  function show({ clock }) {
    const isFrozen = clock.isFrozen;
    if (heard?.isFrozen !== isFrozen) fill(turns, isFrozen ? turn("Let it run", "/clock/resume", "The clock runs") : turn("Freeze now", "/clock/freeze", "The clock stands still"));
    heard = { now: Date.parse(clock.now), heardAt: performance.now(), isFrozen };
    write(state, isFrozen ? "Frozen" : "Running");
    state.className = isFrozen ? "badge badge-warn" : "badge badge-good";
    tick();
  }

  function tick() {
    if (!heard) return;
    write(time, moment(heard.isFrozen ? heard.now : heard.now + performance.now() - heard.heardAt));
  }

  /** @param {string} label @param {string} path @param {string} said */
  function turn(label, path, said) {
    return actionButton(tools, { label }, async () => {
      await control.post(path);
      return said;
    });
  }

  /** @param {string} duration */
  function step(duration) {
    return actionButton(tools, { label: `+${duration}`, name: `Move on by ${duration}` }, () => move(duration));
  }

  /** @param {string} duration */
  async function move(duration) {
    await control.post("/clock/advance", { by: duration });
    return `The clock has moved on by ${duration}`;
  }

  /** @param {SubmitEvent} event */
  function advance(event) {
    event.preventDefault();
    act(tools, event.submitter, () => move(by.value));
  }

  /** @param {SubmitEvent} event */
  function freeze(event) {
    event.preventDefault();
    act(tools, event.submitter, async () => {
      await control.post("/clock/freeze", { at: at.value });
      return `The clock stands still at ${at.value}`;
    });
  }
}
