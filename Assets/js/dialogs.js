// Dialogs, and the question before an act.
{
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener && !event.ctrlKey && !event.metaKey) {
      const dialog = document.getElementById(opener.dataset.dialog);
      if (dialog?.showModal) {
        event.preventDefault();
        dialog.showModal();
        dialog.querySelector(".dialog-body :is(input, select, textarea):not([type=hidden])")?.focus();
      }
      return;
    }
    const closer = event.target.closest("[data-close]");
    if (closer) closer.closest("dialog")?.close();
    // A click on the backdrop is a click on the dialog itself.
    else if (event.target.matches?.("dialog[open]") && isOutside(event)) event.target.close();
  });

  const isOutside = (event) => {
    const area = event.target.getBoundingClientRect();
    return event.clientX < area.left || event.clientX > area.right
      || event.clientY < area.top || event.clientY > area.bottom;
  };

  const dialog = document.getElementById("confirm-dialog");
  const confirmed = new WeakSet();

  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    const question = button?.dataset.confirm ?? event.target.dataset.confirm;
    if (!question || !dialog?.showModal || confirmed.has(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    document.getElementById("confirm-dialog-text").textContent = question;
    const yes = dialog.querySelector('[value="yes"]');
    yes.textContent = button?.textContent.trim() || yes.textContent;
    dialog.returnValue = "";
    dialog.addEventListener("close", () => {
      if (dialog.returnValue !== "yes") return;
      confirmed.add(event.target);
      event.target.requestSubmit(button);
      confirmed.delete(event.target);
    }, { once: true });
    dialog.showModal();
  }, true);
}
