// @ts-check
/* The button in the footer that turns link previews off and on, where there is a pointer that can hover. */

import { readStorage, writeStorage } from "./storage.js";

if (matchMedia("(any-hover: hover)").matches) {
  const button = document.createElement("button");
  const otherSetting = () => (readStorage("previews") === "off" ? "on" : "off");
  const showSetting = () => (button.textContent = `Turn link previews ${otherSetting()}`);
  button.type = "button";
  button.className = "previews-choice";
  button.addEventListener("click", () => {
    button.disabled = !writeStorage("previews", otherSetting());
    showSetting();
  });
  showSetting();
  document.querySelector(".md-copyright")?.append(button);
}
