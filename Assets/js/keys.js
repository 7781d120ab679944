// Keys: / searches, ? helps, g and a letter goes. They can be switched off,
// because speech input types letters too (WCAG 2.1.4).
{
  const name = "qiao.keys";
  const areOn = () => localStorage.getItem(name) !== "off";
  const box = document.querySelector("[data-keys-on]");
  if (box) {
    box.checked = areOn();
    box.addEventListener("change", () => {
      if (box.checked) localStorage.removeItem(name);
      else localStorage.setItem(name, "off");
    });
  }

  let wentAt = 0;
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !areOn()) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "/") {
      const field = document.querySelector("[data-search]") ?? document.querySelector("[data-search-all]");
      if (!field) return;
      event.preventDefault();
      field.focus();
      field.select();
    } else if (event.key === "?") {
      document.getElementById("keys-dialog")?.showModal();
    } else if (event.key === "g") {
      wentAt = event.timeStamp;
    } else if (event.timeStamp - wentAt < 1200) {
      wentAt = 0;
      const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
      if (link) {
        event.preventDefault();
        link.click();
      }
    }
  });
}
