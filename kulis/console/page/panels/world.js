import { element, fill } from "../shared/element.js";
import { act, actionButton, field, panel } from "../acting.js";

/**
 * Which world is shown; another one, or the same from its beginning.
 * @param {import("../acting.js").Tools} tools
 * @returns {import("../acting.js").Panel}
 */
export function worldPanel(tools) {
  const names = element("select", { name: "world" });
  const seed = element("input", { name: "seed", type: "number", min: 0, step: 1, required: true });
  const form = element(
    "form",
    { class: "fields", onsubmit: choose },
    field("World", names),
    field("Seed", seed),
    element("button", { class: "button button-small" }, "Switch"),
  );
  /** What was chosen last on the server: what somebody is choosing here meanwhile stays. */
  let shown = { world: "", seed: Number.NaN };
  load();
  return { root: panel("world", "World", form, resetButton(tools)), show };

  async function load() {
    /** @type {import("../control.js").Told<"/worlds"> | null} */
    const found = await tools.control.get("/worlds").catch(() => null);
    fill(names, ...(found?.worlds ?? []).map(option));
    if (shown.world) select(shown.world);
  }

  /** @param {import("../control.js").Told<"/status">} status */
  function show({ world, seed: current }) {
    if (world === shown.world && current === shown.seed) return;
    shown = { world, seed: current };
    seed.value = String(current);
    select(world);
  }

  /** A world of one's own is in no list. @param {string} world */
  function select(world) {
    if (![...names.options].some(({ value }) => value === world)) names.append(option(world));
    names.value = world;
  }

  /** @param {string} name */
  function option(name) {
    return element("option", { value: name }, name);
  }

  /** @param {SubmitEvent} event */
  function choose(event) {
    event.preventDefault();
    const wanted = { name: names.value, seed: Number(seed.value) };
    act(tools, event.submitter, async () => {
      await tools.control.put("/world", wanted);
      return `World ${wanted.name}, seed ${wanted.seed}`;
    });
  }
}

/** @param {import("../acting.js").Tools} tools */
function resetButton(tools) {
  return actionButton(tools, { label: "Reset to the beginning" }, async () => {
    await tools.control.post("/reset");
    return "The world is as it was at the beginning";
  });
}
