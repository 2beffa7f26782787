// Dialogs opened by links to them, and the command bar.
const command = () => document.getElementById("command");

export function openCommand() {
  const dialog = command();
  if (!dialog || dialog.open) return;
  document.querySelectorAll(":popover-open").forEach((each) => each.hidePopover());
  dialog.showModal();
  dialog.querySelector("input").select();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    event.preventDefault();
    document.querySelectorAll(":popover-open").forEach((each) => each.hidePopover());
    document.querySelector(opener.getAttribute("href"))?.showModal();
  }
  if (event.target.closest("[data-command]") && command()) {
    event.preventDefault();
    openCommand();
  }
  const closer = event.target.closest("[data-closes]");
  const dialog = event.target.closest("dialog[open]");
  if (dialog && (closer || event.target === dialog)) {
    event.preventDefault(); // a press beside the dialog falls on the dialog itself
    dialog.close();
  }
  for (const drop of document.querySelectorAll(".drop[open]")) {
    if (!drop.contains(event.target)) drop.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  const drop = event.target.closest?.(".drop[open]");
  if (event.key === "Escape" && drop) {
    drop.open = false;
    drop.querySelector("summary").focus();
  }
  if (command()?.open) moveInCommand(event);
});

function moveInCommand(event) {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  event.preventDefault();
  const links = [...command().querySelectorAll("a")].filter((link) => link.checkVisibility());
  const stops = [command().querySelector("input"), ...links];
  const step = event.key === "ArrowDown" ? 1 : -1;
  const next = stops.indexOf(document.activeElement) + step;
  stops.at(next % stops.length).focus();
}

// What is typed narrows the places of the menu at once; the rest comes from the server.
document.addEventListener("input", (event) => {
  const bar = event.target.closest("#command");
  if (!bar) return;
  const typed = folded(event.target.value);
  for (const place of bar.querySelectorAll("[data-command-places] li")) {
    place.hidden = !folded(place.textContent).includes(typed);
  }
});

function folded(text) {
  const plain = text.trim().toLowerCase().replaceAll("ł", "l");
  return plain.normalize("NFD").replace(/\p{M}/gu, "");
}
