import { element } from "./shared/element.js";
import { Refused } from "./control.js";

/**
 * What a panel is handed. `refresh` asks for the status anew, which every panel is then shown.
 * @typedef {object} Tools
 * @property {import("./control.js").Control} control
 * @property {(text: string, isBad?: boolean) => void} toast
 * @property {() => Promise<void>} refresh
 *
 * @typedef {{ root: HTMLElement, show: (status: import("./control.js").Told<"/status">) => void }} Panel
 */

/**
 * A button that does something on the server, once at a time, and says how it went.
 * @param {Tools} tools
 * @param {{ label: string | Node, class?: string, name?: string }} look  `name` is for those who cannot see the label
 * @param {() => Promise<string | null>} action  gives what to say when it is done
 */
export function actionButton(tools, look, action) {
  const button = element(
    "button",
    { type: "button", class: look.class ?? "button button-quiet button-small", "aria-label": look.name ?? null, onclick: press },
    look.label,
  );
  return button;

  function press() {
    act(tools, button, action);
  }
}

/**
 * Do something on the server: what held it up is said, and all panels are shown what has become.
 * @param {Tools} tools
 * @param {HTMLElement | null} control  is marked while it lasts
 * @param {() => Promise<string | null>} action
 */
export async function act({ toast, refresh }, control, action) {
  if (control?.hasAttribute("aria-disabled")) return;
  control?.setAttribute("aria-disabled", "true");
  try {
    const said = await action();
    if (said) toast(said);
    await refresh();
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    toast(problem.message, true);
  } finally {
    control?.removeAttribute("aria-disabled");
  }
}

/**
 * A panel of the steering column.
 * @param {string} id
 * @param {string} title
 * @param {...(Node | null)} children
 */
export function panel(id, title, ...children) {
  return element(
    "section",
    { class: "panel", id, "aria-labelledby": `${id}-title` },
    element("h2", { id: `${id}-title` }, title),
    ...children,
  );
}

/**
 * A labelled field.
 * @param {string} label
 * @param {HTMLElement} input
 */
export function field(label, input) {
  input.id ||= `field-${crypto.randomUUID()}`;
  return element("div", { class: "field" }, element("label", { class: "field-label", for: input.id }, label), input);
}

/**
 * Put a text on the clipboard; where the browser forbids that, say so.
 * @param {Tools} tools
 * @param {string} text
 * @param {string} what  such as "Token of viewer"
 */
export async function copy({ toast }, text, what) {
  try {
    await navigator.clipboard.writeText(text);
    toast(`${what} is on the clipboard`);
  } catch {
    toast(`The browser does not let this page write to the clipboard`, true);
  }
}
