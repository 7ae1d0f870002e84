import { element, fill, write } from "../shared/element.js";
import { icon } from "../shared/icons.js";
import { act, actionButton, field } from "../acting.js";
import { timeOfDay } from "../times.js";

const OFF = "Viewers come and go, gifts are sent, a stream ends: from a seed, on the mock's clock.";
const FROZEN = "The clock stands still, and nothing happens until it moves.";

/**
 * The live simulation: viewers come and go, gifts are sent, streams end.
 * @param {import("../acting.js").Tools} tools
 * @returns {import("../acting.js").Panel}
 */
export function simulationPanel(tools) {
  const { control } = tools;
  const state = element("span", { class: "badge" });
  const facts = element("p", { class: "soft small" });
  const waiting = element("p", { class: "small", hidden: true }, FROZEN);
  const lately = element("ol", { class: "lately", "aria-label": "What has happened lately", reversed: true });
  const seed = element("input", { name: "seed", type: "number", min: 0, step: 1, placeholder: "the world's", size: 6 });
  const speed = element("input", { name: "speed", type: "number", min: 0.1, max: 1000, step: "any", value: 1, size: 6 });
  const form = element(
    "form",
    { class: "fields", onsubmit: start },
    field("Seed", seed),
    field("Speed", speed),
    element("button", { class: "button button-small" }, icon("play"), "Start"),
  );
  const turns = element("div", { class: "row" });
  const head = element("div", { class: "panel-head" }, element("h2", { id: "simulation-title" }, "Simulation"), state);
  const root = element("section", { class: "panel", id: "simulation", "aria-labelledby": "simulation-title" }, head, facts, waiting, lately, form, turns);
  let shown = "";
  let latest = "";
  return { root, show };

  /** @param {import("../control.js").Told<"/status">} status */
  async function show({ clock }) {
    /** @type {import("../control.js").Told<"/simulation"> | null} */
    const simulation = await control.get("/simulation").catch(() => null);
    root.hidden = !simulation;
    if (!simulation) return;
    const current = simulation.state;
    write(state, current);
    state.className = current === "running" ? "badge badge-good" : current === "paused" ? "badge badge-warn" : "badge";
    write(facts, current === "off" ? OFF : told(simulation));
    waiting.hidden = current !== "running" || !clock.isFrozen;
    tell(simulation.lately);
    if (current === shown) return;
    shown = current;
    const hasFocus = root.contains(document.activeElement);
    form.hidden = current !== "off";
    fill(
      turns,
      current === "running" && turn("pause", "Pause", "/simulation/pause", "The simulation is paused"),
      current === "paused" && turn("play", "Go on", "/simulation/resume", "The simulation goes on"),
      current !== "off" && turn("stop", "Stop", "/simulation/stop", "The simulation is off"),
    );
    // What was just pressed is gone, and whoever has no mouse goes on from its place.
    if (hasFocus) (current === "off" ? seed : turns.querySelector("button"))?.focus();
  }

  /** The latest stands at the top. @param {import("../control.js").Told<"/simulation">["lately"]} happenings */
  function tell(happenings) {
    if (JSON.stringify(happenings) === latest) return;
    latest = JSON.stringify(happenings);
    const rows = happenings.map(({ at, sentence }) => element("li", {}, element("time", { datetime: at }, timeOfDay(at)), element("span", {}, sentence)));
    fill(lately, ...rows.reverse());
  }

  /** @param {import("../control.js").Told<"/simulation">} simulation */
  function told({ seed: from, speed: pace, seconds, happened }) {
    const counts = Object.entries(happened).map(([kind, count]) => `${kind} ${count}`);
    return [`seed ${from}`, `speed ${pace}`, `${Math.round(seconds)} s`, ...counts].join(" · ");
  }

  /** @param {string} sign @param {string} label @param {string} path @param {string} said */
  function turn(sign, label, path, said) {
    const words = element("span", { class: "row" }, icon(sign), label);
    return actionButton(tools, { label: words }, async () => {
      await control.post(path);
      return said;
    });
  }

  /** @param {SubmitEvent} event */
  function start(event) {
    event.preventDefault();
    const wanted = {
      ...(seed.value ? { seed: Number(seed.value) } : {}),
      ...(speed.value ? { speed: Number(speed.value) } : {}),
    };
    act(tools, event.submitter, async () => {
      await control.post("/simulation/start", wanted);
      return "The simulation runs";
    });
  }
}
