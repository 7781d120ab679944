// Long work, followed by server-sent events.
{
  for (const job of document.querySelectorAll("[data-progress-url]")) {
    const bar = job.querySelector("progress");
    const text = job.querySelector("[data-progress-text]");
    const figures = job.querySelector("[data-progress-figures]");
    const source = new EventSource(job.dataset.progressUrl);
    const number = new Intl.NumberFormat("en");
    let failures = 0;

    const take = (event) => {
      failures = 0;
      const state = JSON.parse(event.data);
      if (state.total) {
        bar.max = state.total;
        bar.value = state.done;
        figures.textContent = `${number.format(state.done)} / ${number.format(state.total)}`;
      } else if (state.done !== undefined) {
        figures.textContent = number.format(state.done);
      }
      if (state.text && state.text !== text.textContent) text.textContent = state.text;
      if (state.state !== "done" && state.state !== "failed") return;
      source.close();
      // Only pages of this installation: an address from elsewhere is not followed.
      if (state.location?.startsWith("/") && !state.location.startsWith("//")) location.assign(state.location);
      else location.reload();
    };

    source.addEventListener("progress", take);
    source.addEventListener("message", take);
    source.addEventListener("error", () => {
      failures += 1;
      if (failures < 6) return;
      source.close();
      text.textContent = document.body.dataset.failed;
    });
    addEventListener("pagehide", () => source.close());
  }
}
