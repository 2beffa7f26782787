// Keys. Ctrl or ⌘ K always; single keys only for those who keep them on, and outside fields.
import { openCommand } from "./dialogs.js";

const FIELDS = "input:not([type=checkbox]), select, textarea, [contenteditable]";
let isGoing = false; // "g" was pressed, a figure may follow

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    if (!document.getElementById("command")) return;
    event.preventDefault();
    openCommand();
  } else if (isSingle(event) && act(event.key)) {
    event.preventDefault();
  }
});

function isSingle(event) {
  if (!("shortcuts" in document.body.dataset)) return false;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  return !event.target.closest(`${FIELDS}, dialog`);
}

function act(key) {
  if (isGoing) {
    isGoing = false;
    return press(`[data-place="${CSS.escape(key)}"]`);
  }
  if (key === "g") return (isGoing = true);
  if (key === "j") return step(1);
  if (key === "k") return step(-1);
  if (key === "x") return pick();
  if (key === "?") return show("shortcuts");
  if (key === "/") return search();
  return /^[a-z]$/.test(key) && press(`[data-shortcut="${key}"]`);
}

function press(selector) {
  const found = [...document.querySelectorAll(selector)].find((each) => each.checkVisibility());
  found?.click();
  return Boolean(found);
}

function show(id) {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) dialog.showModal();
  return Boolean(dialog);
}

function search() {
  const field = document.querySelector("[data-search]");
  if (field) field.focus();
  else openCommand();
  return true;
}

function step(by) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return false;
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = here < 0 ? (by > 0 ? 0 : rows.length - 1) : here + by;
  const row = rows[Math.max(0, Math.min(rows.length - 1, next))];
  const target = row.querySelector("a[href], summary, button") ?? row.querySelector("input");
  target?.focus();
  row.scrollIntoView({ block: "nearest" });
  return true;
}

function pick() {
  const box = document.activeElement.closest("[data-row]")?.querySelector("[name=picked]");
  box?.click();
  return Boolean(box);
}
