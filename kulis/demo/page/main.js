import { createApi } from "./api.js";
import { createClock } from "./clock.js";
import { chosenLanguage, keepLanguage, speak } from "./language.js";
import { notice } from "./parts/notice.js";
import { fetchOpening } from "./opening.js";
import { placeOf } from "./router.js";
import { createSession } from "./session.js";
import { element, fill } from "./shared/element.js";
import { createShell } from "./shell.js";
import { homeView } from "./views/home.js";
import { rentalsView } from "./views/rentals.js";
import { streamView } from "./views/stream.js";

/**
 * What a view is handed. `signal` ends with the view; `again` shows it afresh; `entitle` names it in the window's title.
 * @typedef {object} Context
 * @property {import("./api.js").Api} api
 * @property {import("./clock.js").Clock} clock
 * @property {import("./session.js").Session} session
 * @property {import("./language.js").Language} language
 * @property {AbortSignal} signal
 * @property {(text: string) => void} announce
 * @property {(text: string) => void} toast
 * @property {(title: string) => void} entitle
 * @property {() => void} signIn
 * @property {() => void} again
 */

open();

/** The page begins with what the server hands it, and waits for a server that is not there yet. */
async function open() {
  try {
    begin(await fetchOpening());
  } catch {
    const language = speak(chosenLanguage(localStorage, navigator.languages), navigator.languages);
    document.documentElement.lang = language.code;
    const again = element("button", { type: "button", class: "button", onclick: open }, language.say("retry"));
    const words = { sign: "away", title: language.say("awayTitle"), text: language.say("awayText") };
    fill(document.body, element("main", {}, notice(words, again)));
  }
}

/** @param {import("./opening.js").Opening} opening */
function begin({ basePath, world, personas }) {
  const session = createSession(world, personas, localStorage);
  const clock = createClock(() => shell.showTime());
  const shell = createShell(document.body, { session, clock }, { onLanguage, onPersona });
  const api = createApi({
    basePath,
    token: session.token,
    onTime: clock.hear,
    onReach: (isReached) => shell.reach(isReached),
  });
  let language = speak(chosenLanguage(localStorage, navigator.languages), navigator.languages);
  let shown = new AbortController();
  addEventListener("hashchange", () => {
    show();
    shell.focusHeading();
  });
  show();

  function show() {
    shown.abort();
    shown = new AbortController();
    const place = placeOf(location.hash);
    shell.dress(language, place.view);
    document.title = language.say("title");
    shell.show(viewOf(place, contextOf(shown.signal)));
  }

  /** @param {AbortSignal} signal @returns {Context} */
  function contextOf(signal) {
    return {
      api, clock, session, language, signal,
      announce: shell.announce,
      toast: shell.toast,
      signIn: shell.signIn,
      entitle: (title) => (document.title = `${title} · ${language.say("title")}`),
      again: show,
    };
  }

  /** @param {string} code */
  function onLanguage(code) {
    keepLanguage(localStorage, code);
    language = speak(code, navigator.languages);
    show();
  }

  /** @param {import("./session.js").Persona | null} persona */
  function onPersona(persona) {
    session.become(persona);
    show();
    document.getElementById("account")?.focus();
  }
}

/**
 * @param {import("./router.js").Place} place
 * @param {Context} context
 */
function viewOf({ view, id, query }, context) {
  switch (view) {
    case "home":
      return homeView(context);
    case "stream":
      return streamView(context, id, query);
    case "rentals":
      return rentalsView(context, query);
    default:
      return notFound(context);
  }
}

/** @param {Context} context */
function notFound({ language }) {
  const home = element("a", { class: "button", href: "#/" }, language.say("backHome"));
  return notice({ sign: "nothing", title: language.say("missingTitle"), text: language.say("missingText") }, home);
}
