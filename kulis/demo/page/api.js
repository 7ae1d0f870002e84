/**
 * The live-stream API, as its contract has it: one function for each operation, answering with the envelope's data.
 * @typedef {import("live-stream-api").components["schemas"]} Schemas
 * @typedef {ReturnType<typeof createApi>} Api
 * @typedef {"away" | "unauthorized" | "forbidden" | "missing" | "conflict" | "invalid" | "broken"} FailureKind
 */

const PATIENCE = 15_000;

/** @type {Record<number, FailureKind>} */
const KINDS = { 400: "invalid", 401: "unauthorized", 403: "forbidden", 404: "missing", 409: "conflict" };

/** Why there is no data. `away`: nothing was answered; `broken`: what was answered is a fault, or no envelope at all. */
export class Failure extends Error {
  /**
   * @param {FailureKind} kind
   * @param {string[]} [errors] the envelope's own texts, for developers
   */
  constructor(kind, errors = []) {
    super(errors.join("; ") || kind);
    this.kind = kind;
    this.errors = errors;
  }
}

/**
 * @param {object} means
 * @param {string} means.basePath
 * @param {() => string | null} means.token  of whoever is signed in now
 * @param {(timestamp: string) => void} means.onTime  is told each envelope's timestamp
 * @param {(isReached: boolean) => void} means.onReach  is told whether the server answered
 */
export function createApi({ basePath, token, onTime, onReach }) {
  /**
   * @param {string} method
   * @param {string} path
   * @param {{ signal?: AbortSignal, query?: Record<string, string | number>, body?: unknown }} [options]
   */
  async function call(method, path, { signal, query = {}, body } = {}) {
    const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
    const address = `${basePath}${path}${search.size ? `?${search}` : ""}`;
    const request = { method, headers: headers(token(), body), body: body === undefined ? undefined : JSON.stringify(body) };
    let response, text;
    try {
      const limit = AbortSignal.timeout(PATIENCE);
      response = await fetch(address, { ...request, signal: signal ? AbortSignal.any([signal, limit]) : limit });
      text = await response.text();
    } catch (problem) {
      if (signal?.aborted) throw problem;
      onReach(false);
      throw new Failure("away");
    }
    onReach(true);
    const envelope = readEnvelope(text);
    onTime(envelope.timestamp);
    if (envelope.isSuccess) return envelope.data;
    throw new Failure(KINDS[envelope.statusCode] ?? "broken", envelope.errors);
  }

  /** @typedef {AbortSignal | undefined} Signal */
  return {
    /** @returns {Promise<Schemas["LiveStream"][]>} */
    featured: (/** @type {Signal} */ signal) => call("GET", "/live-stream/featured", { signal }),

    /** @returns {Promise<Schemas["LiveStream"]>} */
    stream: (/** @type {string} */ id, /** @type {Signal} */ signal) => call("GET", `/live-stream/${id}`, { signal }),

    /** @returns {Promise<Schemas["Viewers"]>} */
    viewers: (
      /** @type {string} */ id,
      /** @type {{ page: number, limit: number, search?: string }} */ query,
      /** @type {Signal} */ signal,
    ) => call("GET", `/live-stream/${id}/viewers`, { query, signal }),

    /** @returns {Promise<Schemas["ViewerCount"]>} */
    viewerCount: (/** @type {string} */ id, /** @type {Signal} */ signal) =>
      call("GET", `/live-stream/${id}/viewer-count`, { signal }),

    /** @returns {Promise<Schemas["ReplayRentals"]>} */
    myRentals: (/** @type {{ page: number, limit: number }} */ query, /** @type {Signal} */ signal) =>
      call("GET", "/live-stream/my-replay-rentals", { query, signal }),

    /** @returns {Promise<Schemas["ReplayStatus"]>} */
    replayStatus: (/** @type {string} */ id, /** @type {Signal} */ signal) =>
      call("GET", `/live-stream/${id}/replay-status`, { signal }),

    /** @returns {Promise<Schemas["ReplayRental"]>} */
    rent: (/** @type {string} */ id) => call("POST", `/live-stream/${id}/replay-rentals`),

    /** @returns {Promise<Schemas["GiftType"][]>} */
    giftTypes: (/** @type {Signal} */ signal) => call("GET", "/gifts/gift-types", { signal }),

    /** @returns {Promise<Schemas["GiftStatistics"]>} */
    giftStatistics: (/** @type {string} */ id, /** @type {Signal} */ signal) =>
      call("GET", `/live-stream/${id}/gift-statistics`, { signal }),

    /** @returns {Promise<Schemas["GiftSent"]>} */
    sendGift: (/** @type {string} */ giftTypeId, /** @type {string} */ liveStreamId) =>
      call("POST", "/gifts/create", { body: { giftTypeId, liveStreamId } }),

    /** @returns {Promise<Schemas["FollowState"]>} */
    follow: (/** @type {string} */ userId) => call("POST", `/follow/${userId}`),

    /** @returns {Promise<Schemas["FollowState"]>} */
    unfollow: (/** @type {string} */ userId) => call("DELETE", `/follow/${userId}`),
  };
}

/**
 * @param {string | null} token
 * @param {unknown} body
 * @returns {Record<string, string>}
 */
function headers(token, body) {
  return {
    Accept: "application/json",
    ...(token ? { Authorization: `Bearer ${token}` } : {}),
    ...(body === undefined ? {} : { "Content-Type": "application/json" }),
  };
}

/** @param {string} text */
function readEnvelope(text) {
  let envelope;
  try {
    envelope = JSON.parse(text);
  } catch {
    throw new Failure("broken", ["The answer is not JSON"]);
  }
  if (typeof envelope?.isSuccess !== "boolean" || !Array.isArray(envelope.errors) || !envelope.timestamp) {
    throw new Failure("broken", ["The answer is not an envelope"]);
  }
  return envelope;
}
