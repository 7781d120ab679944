// Signatures drawn with finger, pen or mouse, kept as strokes; and files compared by their digest.
{
  for (const pad of document.querySelectorAll("[data-draw]")) {
    const sheet = pad.querySelector("svg");
    const line = sheet.querySelector("path");
    const field = pad.querySelector("input");
    let isDrawing = false;
    let last = "";

    const point = (event) => {
      const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(sheet.getScreenCTM().inverse());
      const x = Math.round(Math.min(600, Math.max(0, place.x)));
      const y = Math.round(Math.min(200, Math.max(0, place.y)));
      return `${x} ${y}`;
    };
    const add = (letter, event) => {
      const next = point(event);
      if (letter === "L" && next === last) return;
      last = next;
      field.value += letter + next;
      line.setAttribute("d", field.value);
    };
    sheet.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      isDrawing = true;
      sheet.setPointerCapture(event.pointerId);
      add("M", event);
    });
    sheet.addEventListener("pointermove", (event) => {
      if (isDrawing) add("L", event);
    });
    for (const name of ["pointerup", "pointercancel"]) {
      sheet.addEventListener(name, () => {
        isDrawing = false;
      });
    }
    // A finger draws here and does not scroll.
    for (const name of ["touchstart", "touchmove"]) {
      sheet.addEventListener(name, (event) => event.preventDefault(), { passive: false });
    }
    pad.querySelector("[data-draw-clear]").addEventListener("click", () => {
      field.value = "";
      line.setAttribute("d", "");
    });
  }

  for (const place of document.querySelectorAll("[data-digest]")) {
    const field = place.closest("form").querySelector("input[type=file]");
    field.addEventListener("change", async () => {
      const [same, different] = [place.querySelector("[data-digest-same]"), place.querySelector("[data-digest-different]")];
      same.hidden = different.hidden = true;
      // Only pages that came over https (or from this machine) may count digests.
      if (!field.files.length || !globalThis.crypto?.subtle) return;
      const digest = await crypto.subtle.digest("SHA-256", await field.files[0].arrayBuffer());
      const text = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      (text === place.dataset.digest ? same : different).hidden = false;
    });
  }
}
