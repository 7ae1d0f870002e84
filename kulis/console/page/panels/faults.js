import { element, fill, write } from "../shared/element.js";
import { icon } from "../shared/icons.js";
import { act, actionButton, field, panel } from "../acting.js";

/** What can happen, and how it is said: a field for each. @type {Record<string, { label: string, field: () => HTMLInputElement | HTMLSelectElement }>} */
const HAPPENINGS = {
  status: { label: "answers with status", field: () => element("input", { type: "number", min: 400, max: 599, value: 503, required: true }) },
  delay: { label: "is delayed by", field: () => element("input", { value: "2s", required: true, title: "such as 2s, uniform:1s:3s, normal:2s:500ms or exponential:1s" }) },
  slow: { label: "sends its body over", field: () => element("input", { value: "5s", required: true, title: "such as 5s or uniform:1s:3s" }) },
  body: { label: "has its body", field: () => choice(["truncated", "malformed", "wrong-envelope"]) },
  connection: { label: "has its connection", field: () => choice(["reset", "lost"]) },
};

/**
 * Faults on purpose: those that are on, and setting more.
 * @param {import("../acting.js").Tools} tools
 * @returns {import("../acting.js").Panel}
 */
export function faultsPanel(tools) {
  const { control } = tools;
  const list = element("ul", { class: "things" });
  const clear = actionButton(tools, { label: "Remove all" }, async () => {
    await control.remove("/faults");
    return "No fault is on any more";
  });
  const form = faultForm(tools);
  let written = "";
  clear.hidden = true;
  return { root: panel("faults", "Faults", list, clear, form.root), show };

  /** @param {import("../control.js").Told<"/status">} status */
  async function show({ world, seed, operations, faults: number }) {
    form.know(`${world} ${seed}`, operations);
    if (!number && !list.children.length) return;
    /** @type {import("../control.js").Told<"/faults"> | null} */
    const found = await control.get("/faults").catch(() => null);
    const faults = found?.faults ?? [];
    if (JSON.stringify(faults) === written) return;
    written = JSON.stringify(faults);
    clear.hidden = faults.length < 2;
    arrange(faults);
  }

  /** @param {import("../control.js").Told<"/faults">["faults"]} faults */
  function arrange(faults) {
    const rows = new Map([...list.children].map((row) => [row.getAttribute("data-fault"), row]));
    fill(list, ...faults.map((fault) => row(fault, rows.get(fault.id))));
  }

  /** A row that is there already stays, and the focus with it. @param {import("../control.js").Told<"/faults">["faults"][number]} fault @param {Element} [before] */
  function row({ id, rule, origin, matched, struck }, before) {
    const told = `struck ${struck} of ${matched} · set by ${origin}`;
    const facts = before?.querySelector(".soft");
    if (before && facts) {
      write(facts, told);
      return before;
    }
    return element(
      "li",
      { "data-fault": id },
      element("span", { class: "things-words" }, element("code", {}, rule), element("span", { class: "soft small" }, told)),
      actionButton(tools, { label: icon("bin"), class: "button-round", name: `Remove fault ${rule}` }, async () => {
        await control.remove(`/faults/${id}`);
        return `Fault ${id} is off`;
      }),
    );
  }
}

/** @param {import("../acting.js").Tools} tools */
function faultForm(tools) {
  const { control } = tools;
  const operation = element("select", { name: "operation" });
  const persona = element("select", { name: "persona" });
  const what = element("select", { name: "what", onchange: () => swap() }, ...Object.entries(HAPPENINGS).map(([name, { label }]) => element("option", { value: name }, label)));
  const value = element("div", { class: "field" });
  const probability = element("input", { name: "probability", type: "number", min: 0.01, max: 1, step: "any", placeholder: "1", size: 5 });
  const first = element("input", { name: "first", type: "number", min: 1, step: 1, placeholder: "all", size: 5 });
  const every = element("input", { name: "every", type: "number", min: 1, step: 1, placeholder: "1", size: 5 });
  const root = element(
    "form",
    { class: "fields fault-fields", onsubmit: set },
    field("Operation", operation),
    field("Sent by", persona),
    field("What happens", what),
    value,
    field("Probability", probability),
    field("Only the first", first),
    field("Only every Nth", every),
    element("button", { class: "button button-small" }, "Set the fault"),
  );
  let known = "";
  /** @type {HTMLInputElement | HTMLSelectElement} */
  let given;
  swap();
  return { root, know };

  function swap() {
    given = HAPPENINGS[what.value].field();
    fill(value, field("Value", given));
  }

  /** @param {string} world @param {string[]} operations */
  async function know(world, operations) {
    if (world === known) return;
    known = world;
    fill(operation, element("option", { value: "*" }, "every operation"), ...operations.map((name) => element("option", { value: name }, name)));
    /** @type {import("../control.js").Told<"/personas">} */
    const { personas } = await control.get("/personas").catch(() => ({ personas: [] }));
    fill(persona, element("option", { value: "" }, "everybody"), ...personas.map(({ name }) => element("option", { value: name }, name)));
  }

  /** @param {SubmitEvent} event */
  function set(event) {
    event.preventDefault();
    const conditions = { probability, first, every };
    const rule = {
      operation: operation.value || "*",
      ...(persona.value ? { persona: persona.value } : {}),
      [what.value]: given.type === "number" ? Number(given.value) : given.value,
      ...Object.fromEntries(Object.entries(conditions).filter(([, input]) => input.value).map(([name, input]) => [name, Number(input.value)])),
    };
    act(tools, event.submitter, async () => {
      const fault = await control.post("/faults", rule);
      return `Set: ${fault.rule}`;
    });
  }
}

/** @param {string[]} values */
function choice(values) {
  return element("select", {}, ...values.map((value) => element("option", {}, value)));
}
