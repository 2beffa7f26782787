// The share sheet: copying, and the device's own sheet where there is one.
function prepare(root) {
  for (const sheet of root.querySelectorAll("[data-share]")) {
    const copy = sheet.querySelector("[data-copy]");
    if (copy && navigator.clipboard) copy.hidden = false;
    const own = sheet.querySelector("[data-share-native]");
    if (own && navigator.share) own.hidden = false;
  }
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-share-native]");
  const text = button?.closest("[data-share]")?.querySelector("[data-share-text]").value;
  if (!text) return;
  if (button.matches("[data-copy]")) {
    await navigator.clipboard.writeText(text);
    button.querySelector("span").textContent = button.dataset.done;
  } else {
    await navigator.share({ text }).catch(() => {}); // closed by the person: nothing to say
  }
});

document.addEventListener("htmx:load", (event) => prepare(event.detail.elt.parentElement ?? document));
prepare(document);
