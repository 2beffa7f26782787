// Tables whose rows can be picked: all at once, and how many there are.
document.addEventListener("change", (event) => {
  const table = event.target.closest("[data-rows]");
  if (!table) return;
  const boxes = [...table.querySelectorAll("[name=picked]")];
  if (event.target.matches("[data-pick-all]")) {
    for (const box of boxes) box.checked = event.target.checked;
  }
  count(table, boxes);
});

function count(table, boxes) {
  const picked = boxes.filter((box) => box.checked).length;
  const output = table.querySelector("[data-picked]");
  if (output) output.value = picked;
  const all = table.querySelector("[data-pick-all]");
  if (all) {
    all.checked = picked > 0 && picked === boxes.length;
    all.indeterminate = picked > 0 && picked < boxes.length;
  }
}

function prepare(root) {
  for (const all of root.querySelectorAll("[data-pick-all]")) all.hidden = false;
  for (const table of root.querySelectorAll("[data-rows]")) {
    count(table, [...table.querySelectorAll("[name=picked]")]);
  }
}

document.addEventListener("htmx:load", (event) => prepare(event.detail.elt.parentElement ?? document));
prepare(document);
