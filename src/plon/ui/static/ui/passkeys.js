// Keys and passkeys: the browser asks the key, a hidden field takes the answer, the form is sent.
// data-passkey says what for: "add", "confirm", or "enter" (options fetched from the form's address).
const FAILED = "[data-passkey-failed]";
const OPTIONS = "passkey-options"; // a data block of the page

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function text(buffer) {
  if (!buffer) return null;
  const plain = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return plain.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const withBytes = (list) => (list ?? []).map((known) => ({ ...known, id: bytes(known.id) }));

async function made(options, isAlone) {
  const asked = { ...options, challenge: bytes(options.challenge) };
  asked.user = { ...options.user, id: bytes(options.user.id) };
  asked.excludeCredentials = withBytes(options.excludeCredentials);
  if (isAlone) {
    asked.authenticatorSelection = {
      ...options.authenticatorSelection,
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    };
  }
  return navigator.credentials.create({ publicKey: asked });
}

async function shown(options) {
  const asked = { ...options, challenge: bytes(options.challenge) };
  asked.allowCredentials = withBytes(options.allowCredentials);
  return navigator.credentials.get({ publicKey: asked });
}

function answer(credential) {
  const response = { clientDataJSON: text(credential.response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
    authenticatorAttachment: credential.authenticatorAttachment,
  });
}

async function optionsOf(form) {
  if (form.dataset.passkey !== "enter") {
    return JSON.parse(document.getElementById(OPTIONS).textContent);
  }
  const found = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!found.ok) throw new Error(found.statusText);
  return found.json();
}

async function ask(form) {
  const options = await optionsOf(form);
  if (form.dataset.passkey !== "add") return shown(options.request_options.publicKey);
  const alone = form.querySelector("[name=passwordless]");
  return made(options.creation_options.publicKey, alone?.checked);
}

function prepare(form) {
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    form.querySelector(FAILED).textContent = "";
    try {
      form.querySelector("[name=credential]").value = answer(await ask(form));
    } catch {
      form.querySelector(FAILED).textContent = form.dataset.failed; // refused, or too late
      return;
    }
    form.submit(); // past this listener
  });
}

if (window.PublicKeyCredential) document.querySelectorAll("[data-passkey]").forEach(prepare);
