import { element, fill } from "../shared/element.js";
import { avatar } from "../shared/avatar.js";
import { icon } from "../shared/icons.js";
import { act, actionButton, copy, field, panel } from "../acting.js";

const SPOILT = ["expired", "not-yet-valid", "wrong-signature", "wrong-algorithm", "none-algorithm", "unknown-subject", "no-subject", "malformed"];

/**
 * Who one can be, and their tokens: sound, short-lived, or spoilt.
 * @param {import("../acting.js").Tools} tools
 * @returns {import("../acting.js").Panel}
 */
export function personasPanel(tools) {
  const { control } = tools;
  const list = element("ul", { class: "people" });
  const who = element("select", { name: "persona" });
  const kind = element("select", { name: "kind" }, element("option", { value: "" }, "sound"), ...SPOILT.map((name) => element("option", { value: name }, name)));
  const expires = element("input", { name: "expires", placeholder: "never", size: 6, title: "such as 30s, 10m, 25h or 7d" });
  const form = element(
    "form",
    { class: "fields", onsubmit: issue },
    field("Token of", who),
    field("Kind", kind),
    field("Expires in", expires),
    element("button", { class: "button button-quiet button-small" }, icon("copy"), "Make and copy"),
  );
  let shown = "";
  return { root: panel("personas", "Personas", list, form), show };

  /** @param {import("../control.js").Told<"/status">} status */
  async function show({ world, seed }) {
    if (shown === `${world} ${seed}`) return;
    shown = `${world} ${seed}`;
    /** @type {import("../control.js").Told<"/personas">} */
    const { personas } = await control.get("/personas").catch(() => ({ personas: [] }));
    fill(list, ...(personas.length ? personas.map(person) : [element("li", { class: "soft" }, "This world has no personas.")]));
    fill(who, ...personas.map(({ name }) => element("option", { value: name }, name)));
  }

  /** @param {import("../control.js").Told<"/personas">["personas"][number]} persona */
  function person({ name, userId, username, description, token }) {
    return element(
      "li",
      {},
      avatar({ id: userId, name: username }),
      element(
        "span",
        { class: "people-words" },
        element("span", {}, element("b", {}, name), " ", element("span", { class: "soft small" }, `@${username}`)),
        element("span", { class: "soft small" }, description),
        element("code", { class: "soft small", "data-user-id": userId }, userId),
      ),
      actionButton(tools, { label: icon("copy"), class: "button-round", name: `Copy the token of ${name}` }, async () => {
        await copy(tools, token, `The token of ${name}`);
        return null;
      }),
    );
  }

  /** @param {SubmitEvent} event */
  function issue(event) {
    event.preventDefault();
    const wanted = {
      persona: who.value,
      ...(kind.value ? { spoil: kind.value } : {}),
      ...(expires.value ? { expiresIn: expires.value } : {}),
    };
    act(tools, event.submitter, async () => {
      const { token } = await control.post("/tokens", wanted);
      await copy(tools, token, `A token of ${wanted.persona}`);
      return null;
    });
  }
}
