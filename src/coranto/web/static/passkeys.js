// Passkeys: the browser's answer is put into the form beside the button, which is shown only where there are passkeys.
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  for (const form of window.PublicKeyCredential ? document.querySelectorAll("form[data-asked]") : []) {
    const asked = JSON.parse(form.dataset.asked), note = form.querySelector("[role=alert]");
    form.hidden = false;
    asked.challenge = bytes(asked.challenge);
    if (asked.user) asked.user.id = bytes(asked.user.id);
    for (const known of asked.excludeCredentials ?? []) known.id = bytes(known.id);
    form.addEventListener("submit", async (event) => {
      if (form.elements.answer.value) return;
      event.preventDefault();
      try {
        const made = await navigator.credentials[asked.user ? "create" : "get"]({ publicKey: asked }), response = {};
        for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
          if (made.response[part]) response[part] = text(made.response[part]);
        form.elements.answer.value = JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response });
        form.submit();
      } catch { note.hidden = false; }
    });
  }
})();
