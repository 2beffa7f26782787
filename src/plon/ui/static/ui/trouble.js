// What went wrong, said once above the page; the words stand in the page itself.
export function say(trouble) {
  const words = document.querySelector(`template[data-trouble="${trouble}"]`);
  if (!words) return;
  const toasts = document.getElementById("toasts");
  toasts.querySelector(`[data-said="${trouble}"]`)?.remove();
  toasts.append(words.content.cloneNode(true));
  toasts.lastElementChild.dataset.said = trouble;
}
