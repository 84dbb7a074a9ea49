// @ts-check
/* Scrolls a box of a figure into view when the keyboard focuses it. */

import { revealFocusedBox } from "./reveal-box.js";

document.addEventListener("focusin", revealFocusedBox);
