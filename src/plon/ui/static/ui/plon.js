// What every page needs of script. Without it everything still works, only less smoothly.
import "./dialogs.js";
import "./keys.js";
import "./rows.js";
import "./files.js";
import "./share.js";
import "./toasts.js";
import "./offline.js";
import "./typed.js";
import { say } from "./trouble.js";

const SHOWN = new Set([409, 422]); // another person's change, and the form with its errors

document.addEventListener("htmx:beforeSwap", (event) => {
  if (!SHOWN.has(event.detail.xhr.status)) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});

// Any other failure keeps the page as it is and says so.
document.addEventListener("htmx:responseError", () => say("server"));
document.addEventListener("htmx:sendError", () => say("offline"));

// A form that came back: to the first field that is not right.
document.querySelector("main:has(> .refused) [aria-invalid=true]")?.focus();

// The tab one is on may stand beyond the edge of a phone's screen.
for (const here of document.querySelectorAll(".tabs a[aria-current]")) {
  const list = here.closest("ul");
  list.scrollLeft += here.getBoundingClientRect().left - list.getBoundingClientRect().left - 40;
}
