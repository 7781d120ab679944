// Files on their way: too large ones are refused before they are sent, and a
// bar shows how far the others are. Without scripts the form is sent as it is.
for (const box of document.querySelectorAll("[data-upload]")) {
  const form = box.closest("form");
  const bar = box.querySelector("progress");
  const text = box.querySelector("[data-upload-text]");
  const limit = Number(box.dataset.limit);
  const files = () => [...form.querySelectorAll("input[type=file]")].flatMap((field) => [...field.files]);

  const tell = (words) => {
    box.hidden = !words;
    bar.hidden = true;
    text.textContent = words;
  };

  const tooLarge = () => files().filter((file) => file.size > limit)
    .map((file) => box.dataset.tooLarge.replace("{name}", file.name)).join(" ");

  form.addEventListener("change", () => tell(tooLarge()));

  form.addEventListener("submit", (event) => {
    const problem = tooLarge();
    if (problem) {
      event.preventDefault();
      tell(problem);
      return;
    }
    if (event.defaultPrevented || form.dataset.sent || !files().length) return;
    event.preventDefault();
    form.dataset.sent = "1";
    event.submitter?.setAttribute("aria-busy", "true");
    tell(" ");
    bar.hidden = false;

    const release = (words) => {
      delete form.dataset.sent;
      event.submitter?.removeAttribute("aria-busy");
      tell(words || box.dataset.failed);
    };
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (progress) => {
      if (!progress.lengthComputable) return;
      bar.value = progress.loaded / progress.total;
      text.textContent = `${Math.floor(100 * progress.loaded / progress.total)} %`;
    });
    request.addEventListener("error", () => release());
    request.addEventListener("load", () => {
      const { location: next, errors, detail } = request.response ?? {};
      // Only pages of this installation: an address from elsewhere is not followed.
      if (request.status === 200 && next?.startsWith("/") && !next.startsWith("//")) {
        form.dispatchEvent(new CustomEvent("qiao:sent", { bubbles: true }));
        // The same page with a mark in it would not be asked for again.
        const [page] = next.split("#");
        location.assign(page === location.pathname + location.search ? page : next);
        return;
      }
      release(errors?.map((error) => error.message).join(" ") || detail);
    });
    request.send(new FormData(form, event.submitter));
  });
}
