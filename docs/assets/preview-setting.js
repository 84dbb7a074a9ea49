// @ts-check
/* The button in the footer that turns link previews off and on; styles show it where there is a pointer that can hover. */

import { readStorage, writeStorage } from "./storage.js";

/** @type {HTMLButtonElement | null} */
const settingButton = document.querySelector(".previews-choice");
const otherSetting = () => (readStorage("previews") === "off" ? "on" : "off");
const showSetting = () => settingButton?.replaceChildren(`Turn link previews ${otherSetting()}`);
settingButton?.addEventListener("click", () => {
  settingButton.disabled = !writeStorage("previews", otherSetting());
  showSetting();
});
showSetting();
