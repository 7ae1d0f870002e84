/**
 * @typedef {Node | string | number | null | false | undefined} Child  What is null, false or undefined is left out.
 * @typedef {Record<string, unknown>} Properties  `on*` are listeners; true is an empty attribute; null and false are none.
 */

/**
 * An HTML element with attributes, listeners and children; text is only ever text.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Properties} [properties]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  dress(made, properties);
  made.append(...present(children));
  return made;
}

/**
 * An SVG element with attributes and children.
 * @param {string} tag
 * @param {Properties} [properties]
 * @param {...(Child | Child[])} children
 * @returns {SVGElement}
 */
export function drawing(tag, properties = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  dress(made, properties);
  made.append(...present(children));
  return /** @type {SVGElement} */ (made);
}

/**
 * Put children in the place of those that an element has.
 * @param {Element} parent
 * @param {...(Child | Child[])} children
 */
export function fill(parent, ...children) {
  parent.replaceChildren(...present(children));
}

/**
 * Write a text, unless it stands there already: a live region must not say again what has not changed.
 * @param {Element} target
 * @param {string} text
 */
export function write(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

/** @param {(Child | Child[])[]} children */
function present(children) {
  const wanted = children.flat().filter((child) => child !== null && child !== undefined && child !== false);
  return /** @type {(Node | string)[]} */ (wanted.map((child) => (child instanceof Node ? child : String(child))));
}

/**
 * @param {Element} target
 * @param {Properties} properties
 */
function dress(target, properties) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) target.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else target.setAttribute(name, value === true ? "" : String(value));
  }
}
