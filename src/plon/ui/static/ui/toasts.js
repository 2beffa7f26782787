// Toasts leave by themselves after ten seconds, but not while somebody is at them.
const SHOWN_MS = 10_000;
const seen = new WeakSet();

function prepare() {
  for (const toast of document.querySelectorAll("#toasts [data-toast]")) {
    if (seen.has(toast)) continue;
    seen.add(toast);
    const dismiss = toast.querySelector("[data-dismiss]");
    dismiss.hidden = false;
    dismiss.addEventListener("click", () => toast.remove());
    if (!toast.classList.contains("toast-bad")) leaveLater(toast);
  }
}

function leaveLater(toast) {
  setTimeout(() => {
    if (toast.matches(":hover, :focus-within")) leaveLater(toast);
    else toast.remove();
  }, SHOWN_MS);
}

new MutationObserver(prepare).observe(document.body, { childList: true, subtree: true });
prepare();
