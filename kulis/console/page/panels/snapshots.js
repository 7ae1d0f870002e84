import { element, fill } from "../shared/element.js";
import { icon } from "../shared/icons.js";
import { act, actionButton, field, panel } from "../acting.js";
import { moment } from "../times.js";

/**
 * States that were kept under a name, to come back to.
 * @param {import("../acting.js").Tools} tools
 * @returns {import("../acting.js").Panel}
 */
export function snapshotsPanel(tools) {
  const { control } = tools;
  const list = element("ul", { class: "things" });
  const name = element("input", { name: "name", required: true, placeholder: "before-the-gift", size: 14 });
  const form = element(
    "form",
    { class: "fields", onsubmit: save },
    field("Keep this state as", name),
    element("button", { class: "button button-quiet button-small" }, "Save"),
  );
  let written = "";
  return { root: panel("snapshots", "Snapshots", form, list), show };

  async function show() {
    /** @type {import("../control.js").Told<"/snapshots"> | null} */
    const found = await control.get("/snapshots").catch(() => null);
    const snapshots = found?.snapshots ?? [];
    if (JSON.stringify(snapshots) === written) return;
    written = JSON.stringify(snapshots);
    fill(list, ...snapshots.map(snapshot));
  }

  /** @param {import("../control.js").Told<"/snapshots">["snapshots"][number]} kept */
  function snapshot({ name: kept, world, seed, at }) {
    const path = `/snapshots/${encodeURIComponent(kept)}`;
    return element(
      "li",
      {},
      element("span", { class: "things-words" }, element("b", {}, kept), element("span", { class: "soft small" }, `${world}, seed ${seed} · ${moment(at)}`)),
      actionButton(tools, { label: "Restore", name: `Restore ${kept}` }, async () => {
        await control.post(`${path}/restore`);
        return `Back to ${kept}`;
      }),
      actionButton(tools, { label: icon("bin"), class: "button-round", name: `Delete the snapshot ${kept}` }, async () => {
        await control.remove(path);
        return `Snapshot ${kept} is deleted`;
      }),
    );
  }

  /** @param {SubmitEvent} event */
  function save(event) {
    event.preventDefault();
    const wanted = name.value.trim();
    act(tools, event.submitter, async () => {
      await control.put(`/snapshots/${encodeURIComponent(wanted)}`);
      name.value = "";
      return `Saved as ${wanted}`;
    });
  }
}
