import { element, fill } from "./shared/element.js";
import { avatar } from "./shared/avatar.js";
import { icon } from "./shared/icons.js";

/**
 * The dialog in which one chooses who one is.
 * @param {import("./language.js").Language} language
 * @param {import("./session.js").Session} session
 * @param {(persona: import("./session.js").Persona | null) => void} onChoice
 */
export function personaDialog(language, session, onChoice) {
  const personas = session.personas();
  const current = session.persona();
  const dialog = element("dialog", { class: "personas", "aria-labelledby": "personas-title" });
  const close = element(
    "button",
    { type: "button", class: "button-round", "aria-label": language.say("close"), onclick: () => dialog.close() },
    icon("close"),
  );
  fill(
    dialog,
    element("div", { class: "panel-head" }, element("h2", { id: "personas-title" }, language.say("whoAreYou")), close),
    element("p", { class: "soft" }, language.say(personas.length ? "personaHint" : "noPersonas", { world: session.world() })),
    element("ul", { class: "persona-list" }, ...personas.map((persona) => element("li", {}, choice(persona)))),
    current && element("button", { type: "button", class: "button button-quiet button-wide", onclick: () => choose(null) }, language.say("signOut")),
  );
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  return dialog;

  /** @param {import("./session.js").Persona} persona */
  function choice(persona) {
    const { userId, fullName, name, description } = persona;
    return element(
      "button",
      { type: "button", class: "persona", "aria-current": persona.name === current?.name ? "true" : null, "data-persona": name, onclick: () => choose(persona) },
      avatar({ id: userId, name: fullName }),
      element(
        "span",
        { class: "persona-words" },
        element("span", {}, element("b", {}, fullName), " ", element("code", {}, name)),
        // World files are written in English.
        element("span", { class: "soft small", lang: "en" }, description),
      ),
      persona.name === current?.name && icon("check"),
    );
  }

  /** @param {import("./session.js").Persona | null} persona */
  function choose(persona) {
    dialog.close();
    onChoice(persona);
  }
}
