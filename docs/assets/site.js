// @ts-check
/* What every page runs at once, and no more: other scripts are fetched when they are needed. The build bundles the modules
   below into this file. */

import "./preview-trigger.js";
import "./permalinks.js";
import "./figure-focus.js";
import "./header.js";
import "./search-suggestions.js";
import "./theme-loader.js";
import "./trace-loader.js";
import "./preview-setting.js";

export { readStorage, writeStorage } from "./storage.js";
