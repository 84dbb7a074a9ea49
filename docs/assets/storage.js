// @ts-check
/* Settings that stay on this device, in local storage, which a browser may refuse. */

/**
 * Return a setting; nothing where none is stored, or storage is refused.
 * @param {string} name
 */
export function readStorage(name) {
  try {
    return localStorage.getItem(name);
  } catch {}
}

/**
 * Store a setting, and return whether that is possible.
 * @param {string} name
 * @param {string} value
 */
export function writeStorage(name, value) {
  try {
    localStorage.setItem(name, value);
    return true;
  } catch {}
}
