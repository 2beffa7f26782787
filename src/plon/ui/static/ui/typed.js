// Another language or theme loads the page anew: what was typed in its forms is put back.
// Kept in this tab alone, for that one load; never a password, never what nobody touched.
const KEPT = "typed";
const FIELDS = "form:not(.switch) :is(input, select, textarea)[name]";
const REFUSED = ".field-error, [role=alert]"; // a form that came back holds what was typed
const UNKEPT = new Set(["hidden", "password", "file", "submit"]);

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form.switch")) return;
  sessionStorage.setItem(KEPT, JSON.stringify(fields().filter(isTyped).map(said)));
});

// After "load" the scripts that follow a field (counts, fields that depend on it) are listening.
window.addEventListener("load", () => {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
  sessionStorage.removeItem(KEPT);
  for (const each of kept) putBack(each);
});

function putBack({ key, value, checked }) {
  const field = fields().find((each) => each.key === key)?.field;
  if (!field || (field.value === value && field.checked === checked)) return;
  field.value = value;
  field.checked = checked;
  field.closest("details:not(.drop)")?.setAttribute("open", "");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

// A field is known by its form's address, its name, and its number among those of that name.
function fields() {
  const seen = new Map();
  const found = [...document.querySelectorAll(FIELDS)].filter((each) => !UNKEPT.has(each.type));
  return found.map((field) => {
    const { pathname } = new URL(field.form.getAttribute("action") ?? "", location.href);
    const name = `${pathname} ${field.name}`;
    const number = seen.get(name) ?? 0;
    seen.set(name, number + 1);
    return { key: `${name} ${number}`, field };
  });
}

function isTyped({ field }) {
  if (field.form.querySelector(REFUSED)) return true;
  if (field.options) {
    const first = [...field.options].find((each) => each.defaultSelected) ?? field.options[0];
    return field.value !== first?.value;
  }
  return field.value !== field.defaultValue || field.checked !== field.defaultChecked;
}

function said({ key, field }) {
  return { key, value: field.value, checked: field.checked };
}
