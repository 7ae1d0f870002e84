/**
 * The control API: plain JSON under one prefix.
 * @typedef {ReturnType<typeof createControl>} Control
 * @typedef {import("control-api").paths} Paths
 */

/**
 * What a GET of a path answers.
 * @template {keyof Paths} Path
 * @typedef {Paths[Path] extends { get: { responses: { 200: { content: { "application/json": infer Data } } } } } ? Data : never} Told
 */

const PREFIX = "/__kulis";
const TOKEN_HEADER = "Kulis-Control-Token";
const PATIENCE = 15_000;

/** A refusal in the server's own sentence, or `status` 0 where the server did not answer. */
export class Refused extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/**
 * @param {object} means
 * @param {() => string | null} means.token  for a server that wants a control token
 * @param {(isReached: boolean) => void} means.onReach  is told whether the server answered
 */
export function createControl({ token, onReach }) {
  /**
   * @param {string} method
   * @param {string} path
   * @param {{ query?: Record<string, string | number>, body?: unknown, signal?: AbortSignal, patience?: number }} [options]
   * @returns {Promise<any>}
   */
  async function call(method, path, { query = {}, body, signal, patience = PATIENCE } = {}) {
    const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
    const limit = AbortSignal.timeout(patience);
    const request = {
      method,
      headers: headers(method),
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    };
    let response, text;
    try {
      response = await fetch(`${PREFIX}${path}${search.size ? `?${search}` : ""}`, request);
      text = await response.text();
    } catch (problem) {
      if (signal?.aborted) throw problem;
      onReach(false);
      throw new Refused(0, "The server does not answer");
    }
    onReach(true);
    const data = read(text);
    if (response.ok) return data;
    throw new Refused(response.status, data?.error ?? `The server answered ${response.status}`);
  }

  /** @param {string} method @returns {Record<string, string>} */
  function headers(method) {
    const known = token();
    return {
      Accept: "application/json",
      ...(known ? { [TOKEN_HEADER]: known } : {}),
      // Wanted of whatever changes something, even without a body: no form of a foreign page can say so.
      ...(method === "GET" ? {} : { "Content-Type": "application/json" }),
    };
  }

  return {
    get: (/** @type {string} */ path, /** @type {{ query?: Record<string, string | number>, signal?: AbortSignal, patience?: number }} */ options = {}) => call("GET", path, options),
    post: (/** @type {string} */ path, /** @type {unknown} */ body = {}) => call("POST", path, { body }),
    put: (/** @type {string} */ path, /** @type {unknown} */ body = {}) => call("PUT", path, { body }),
    remove: (/** @type {string} */ path) => call("DELETE", path),
  };
}

/** @param {string} text */
function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
