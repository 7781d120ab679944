// Places to drop files on; the field itself stays and works by keys.
{
  const size = (bytes) => bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

  for (const zone of document.querySelectorAll("[data-drop]")) {
    const field = zone.querySelector("input[type=file]");
    const names = zone.querySelector("[data-drop-files]");
    const tell = () => {
      names.textContent = [...field.files].map((file) => `${file.name} (${size(file.size)})`).join(", ");
    };
    field.addEventListener("change", tell);
    for (const name of ["dragenter", "dragover"]) {
      zone.addEventListener(name, (event) => {
        event.preventDefault();
        zone.classList.add("over");
      });
    }
    for (const name of ["dragleave", "drop"]) {
      zone.addEventListener(name, (event) => {
        if (name === "dragleave" && zone.contains(event.relatedTarget)) return;
        zone.classList.remove("over");
      });
    }
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      const files = new DataTransfer();
      const dropped = [...event.dataTransfer.files];
      for (const file of field.multiple ? dropped : dropped.slice(0, 1)) files.items.add(file);
      if (!files.files.length) return;
      field.files = files.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  // A file that misses its zone must not replace the page.
  if (document.querySelector("[data-drop]")) {
    for (const name of ["dragover", "drop"]) addEventListener(name, (event) => event.preventDefault());
  }
}
