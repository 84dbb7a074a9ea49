// @ts-check
/* What the other scripts need where a copy of the site is opened from disk. A browser refuses modules, `fetch` and workers
   there, so in the copy every module is a classic script, every file that a script fetches is one, and the search worker
   runs in the page. macros/output/offline.py writes these scripts, which call `define` and `store`. */

/**
 * @typedef {(specifier: string) => Promise<any>} Import
 * @typedef {{ addEventListener: Function, location: URL | Location, postMessage: Function }} Scope
 * @typedef {(load: Import, url: string, scope: Scope) => Promise<object>} Module returns what the module exports
 */

/** @type {Record<string, Promise<object>>} */
const modules = {};
/** @type {Record<string, BodyInit>} */
const files = {};
/** @type {Record<string, Scope>} the global functions of workers */
const scopes = {};
/** @type {Record<string, Promise<Event>>} */
const loading = {};

/**
 * Run the script at an address, once; what cannot be loaded is asked for again the next time.
 * @param {string} url
 */
const loadScript = (url) =>
  (loading[url] ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = resolve;
    script.onerror = () => {
      delete loading[url];
      reject(new Error(`no script at ${url}`));
    };
    document.head.append(script);
  }));

const currentUrl = () => /** @type {HTMLScriptElement} */ (document.currentScript).src;

/**
 * Run a module; the script that calls this holds it.
 * @param {Module} module
 */
export const define = (module) => {
  const url = currentUrl();
  /** @type {Import} */
  const load = async (specifier) => {
    const { href } = new URL(specifier, url);
    if (!modules[href]) await loadScript(href);
    return modules[href];
  };
  modules[url] = module(load, url, scopes[url] ?? globalThis);
};

/**
 * Store the content of a file; the script that calls this stands beside the file, and has its name and `.js`.
 * @param {BodyInit} content
 */
export const store = (content) => (files[currentUrl().replace(/\.js$/, "")] = content);

globalThis.fetch = async (request) => {
  const [url] = new URL(`${request}`, document.baseURI).href.split("?");
  if (!(url in files)) await loadScript(`${url}.js`);
  return new Response(files[url]);
};

/** A worker that runs in the page. */
globalThis.Worker = /** @type {any} */ (
  class extends EventTarget {
    /** @param {URL | string} url */
    constructor(url) {
      super();
      this.inside = new EventTarget();
      const { href } = new URL(url, document.baseURI);
      scopes[href] = {
        addEventListener: this.inside.addEventListener.bind(this.inside),
        location: new URL(href),
        postMessage: (/** @type {any} */ data) => this.dispatchEvent(new MessageEvent("message", { data })),
      };
      this.loaded = loadScript(href);
    }

    /** @param {any} data */
    async postMessage(data) {
      await this.loaded;
      this.inside.dispatchEvent(new MessageEvent("message", { data }));
    }
  }
);

/** @type {BroadcastChannel[]} */
const channels = [];

/** A channel inside the page: from disk, WebKit delivers no messages. */
globalThis.BroadcastChannel = /** @type {any} */ (
  class {
    /** @param {string} name */
    constructor(name) {
      this.name = name;
      channels.push(/** @type {any} */ (this));
    }

    /** @param {any} data */
    postMessage(data) {
      for (const channel of channels) if (channel.name === this.name) channel.onmessage?.(new MessageEvent("message", { data }));
    }
  }
);

/** Have a link that a script made lead to the page of a folder. */
for (const type of ["pointerdown", "focusin", "click"]) {
  addEventListener(type, ({ target }) => {
    /** @type {HTMLAnchorElement | null} */
    const link = /** @type {Element} */ (target).closest?.("a[href]");
    if (link?.protocol === location.protocol && link.pathname.endsWith("/")) link.pathname += "index.html";
  }, true);
}
