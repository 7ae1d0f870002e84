import { element } from "./element.js";

const STAYS = 5000;

/** Words that show for a while at the lower edge. */
export function toaster() {
  const root = element("div", { class: "toasts" });
  return {
    root,
    /** @param {string} text @param {boolean} [isBad] */
    toast(text, isBad = false) {
      const shown = element("p", { class: isBad ? "toast toast-bad" : "toast", role: "status" }, text);
      root.append(shown);
      setTimeout(() => shown.remove(), STAYS);
    },
  };
}
