// Without a connection the browser would put its own error page in the place of ours, and what was
// typed would be gone. So a form or a link waits until our server has answered.
import { say } from "./trouble.js";

const PATIENCE_MS = 4000;
let isDoubtful = false; // a request has just failed
let isAsking = false;
let isPassing = false; // the server answered: what waited goes on its way

document.addEventListener("htmx:sendError", () => (isDoubtful = true));
document.addEventListener("htmx:afterOnLoad", () => (isDoubtful = false));

// Plon on this very machine answers without any network: "offline" alone proves nothing.
async function answers() {
  const icon = document.querySelector("link[rel=icon]").href;
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    await fetch(icon, { method: "HEAD", cache: "no-store", signal });
    return true;
  } catch {
    return false;
  }
}

async function hold(event, goOn) {
  if (isPassing || event.defaultPrevented || (navigator.onLine && !isDoubtful)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (isAsking) return;
  isAsking = true;
  isDoubtful = !(await answers());
  isAsking = false;
  if (isDoubtful) return say("offline");
  isPassing = true;
  goOn();
  isPassing = false;
}

document.addEventListener("submit", (event) => {
  if (event.target.getAttribute("method") === "dialog") return;
  hold(event, () => event.target.requestSubmit(event.submitter));
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  const isOther = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!link || isOther || link.target || link.hasAttribute("data-opens")) return;
  if (link.origin !== location.origin || link.getAttribute("href").startsWith("#")) return;
  hold(event, () => link.click());
});
