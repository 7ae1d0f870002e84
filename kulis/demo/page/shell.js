import { element, fill, write } from "./shared/element.js";
import { avatar } from "./shared/avatar.js";
import { brand, connectionStrip, skipLink } from "./shared/header.js";
import { icon } from "./shared/icons.js";
import { toaster } from "./shared/toasts.js";
import { fetchOpening } from "./opening.js";
import { personaDialog } from "./personas.js";

/**
 * @typedef {import("./language.js").Language} Language
 * @typedef {import("./session.js").Session} Session
 */

/**
 * What surrounds every view: the header, the live region, toasts, and the strip that tells of a lost connection.
 * @param {HTMLElement} body
 * @param {{ session: Session, clock: import("./clock.js").Clock }} means
 * @param {{ onLanguage: (code: string) => void, onPersona: (persona: import("./session.js").Persona | null) => void }} listeners
 */
export function createShell(body, { session, clock }, { onLanguage, onPersona }) {
  const header = element("header", { class: "header" });
  const strip = connectionStrip();
  const main = element("main", { id: "main", tabindex: "-1" });
  const skip = skipLink("", main);
  const speaker = element("p", { class: "unseen", role: "status", "aria-live": "polite" });
  const toasts = toaster();
  const time = element("time", { class: "world-clock" });
  /** @type {Language} */
  let language;
  fill(body, skip, header, strip.root, main, speaker, toasts.root);
  setInterval(showTime, 1000);

  return {
    /** Write everything anew in a language. @param {Language} spoken @param {string} view */
    dress(spoken, view) {
      language = spoken;
      document.documentElement.lang = language.code;
      write(skip, language.say("skip"));
      const focused = document.activeElement?.id ?? "";
      fill(header, brand("#/", language.say("title")), navigation(view), element("div", { class: "header-side" }, time, languages(), account()));
      document.getElementById(focused)?.focus();
      showTime();
    },

    /** @param {Node} view */
    show(view) {
      body.querySelector("dialog")?.close();
      fill(main, view);
    },

    focusHeading() {
      const heading = main.querySelector("h1");
      (heading ?? main).focus({ preventScroll: true });
      scrollTo(0, 0);
    },

    /** Say something to those who hear the page. @param {string} text */
    announce(text) {
      fill(speaker, element("span", {}, text));
    },

    toast: toasts.toast,

    /** @param {boolean} isReached */
    reach(isReached) {
      strip.show(isReached, language.say("reconnecting"));
    },

    showTime,
    signIn,
  };

  /** @param {string} view */
  function navigation(view) {
    const link = (/** @type {string} */ name, /** @type {string} */ href, /** @type {string} */ text) =>
      element("a", { href, id: `go-${name}`, "aria-current": view === name ? "page" : null }, text);
    return element(
      "nav",
      { "aria-label": language.say("navigation") },
      link("home", "#/", language.say("live")),
      link("rentals", "#/rentals", language.say("myRentals")),
    );
  }

  function languages() {
    const choice = (/** @type {string} */ code, /** @type {string} */ name) =>
      element(
        "button",
        {
          type: "button", id: `speak-${code}`, lang: code, "aria-pressed": String(language.code === code),
          "aria-label": name, title: name, onclick: () => onLanguage(code),
        },
        code.toUpperCase(),
      );
    const group = { class: "segments", role: "group", "aria-label": language.say("language") };
    return element("div", group, choice("tr", "Türkçe"), choice("en", "English"));
  }

  function account() {
    const persona = session.persona();
    if (!persona) {
      return element("button", { type: "button", class: "button", id: "account", onclick: signIn }, language.say("signIn"));
    }
    const { fullName, userId, name } = persona;
    return element(
      "button",
      {
        type: "button", class: "account", id: "account", "aria-haspopup": "dialog", "data-persona": name,
        "aria-label": language.say("signedInAs", { name: fullName }), onclick: signIn,
      },
      avatar({ id: userId, name: fullName }),
      element("span", { class: "account-name" }, fullName),
    );
  }

  async function signIn() {
    if (body.querySelector("dialog[open]")) return;
    // Another world may have come since the page was opened; where nothing answers, those known will do.
    await fetchOpening().then(session.meet, () => null);
    const dialog = personaDialog(language, session, onPersona);
    dialog.addEventListener("close", () => dialog.remove());
    body.append(dialog);
    dialog.showModal();
  }

  function showTime() {
    if (!language || !clock.isHeard()) return;
    const now = clock.now();
    const stands = clock.isStanding();
    time.classList.toggle("stands", stands);
    time.title = language.say(stands ? "clockStands" : "worldClock");
    time.dateTime = new Date(now).toISOString();
    write(time, language.moment(now));
  }
}
