// Lists: filters that follow, rows that open, rows that are chosen.
{
  // Filters: the same page is fetched with the new address, and the list and
  // every [data-live-part] are exchanged. Without an answer the form is sent.
  let running = null;

  const address = (form) => {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value !== "") query.append(name, value);
    const text = query.toString();
    return form.action.split("?")[0] + (text ? `?${text}` : "");
  };

  const exchange = (id, page) => {
    const old = document.getElementById(id);
    const fresh = page.getElementById(id);
    if (old && fresh) old.replaceWith(document.importNode(fresh, true));
  };

  const follow = async (form) => {
    running?.abort();
    const request = (running = new AbortController());
    const target = form.dataset.live;
    const url = address(form);
    document.getElementById(target)?.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, { signal: request.signal, headers: { Accept: "text/html" } });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!page.getElementById(target)) throw new Error("no list");
      exchange(target, page);
      for (const part of document.querySelectorAll("[data-live-part][id]")) exchange(part.id, page);
      exchangeBar(`${target}-filter`, page);
      history.replaceState(null, "", url);
      scrollers();
    } catch (error) {
      if (error.name === "AbortError") return;
      form.submit();
    }
  };

  // The bar is exchanged around the field or the menu that is in use.
  const exchangeBar = (id, page) => {
    const old = document.getElementById(id);
    const fresh = page.getElementById(id);
    if (!old || !fresh) return;
    const open = old.querySelector("details[open] [name]")?.name;
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const [name, value] = [focused?.name, focused?.value];
    const isSearch = focused?.type === "search";
    const caret = isSearch ? focused.selectionStart : null;
    const typed = isSearch ? focused.value : null;
    old.replaceWith(document.importNode(fresh, true));
    const bar = document.getElementById(id);
    if (open) {
      const menu = bar.querySelector(`details [name="${CSS.escape(open)}"]`)?.closest("details");
      if (menu) menu.open = true;
    }
    if (!name) return;
    const fields = [...bar.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    const field = isSearch ? fields[0] : fields.find((one) => one.value === value);
    if (typed !== null && field) field.value = typed;
    field?.focus({ preventScroll: true });
    if (caret !== null) field?.setSelectionRange(caret, caret);
  };

  let timer = 0;
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.matches("[data-live]") || event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(() => follow(form), event.target.type === "search" ? 250 : 0);
  });
  // Chinese input composes a word first; only the finished word is searched.
  document.addEventListener("compositionend", (event) => {
    const form = event.target.form;
    if (!form?.matches("[data-live]")) return;
    clearTimeout(timer);
    timer = setTimeout(() => follow(form), 150);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-live]")) return;
    event.preventDefault();
    clearTimeout(timer);
    follow(event.target);
  });

  // Rows open by a click anywhere but on a control or a selected text.
  document.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-row-link]");
    if (!row || event.target.closest("a, button, input, label, summary, details, select, .select")) return;
    if (String(getSelection())) return;
    const link = row.querySelector(".row-link");
    if (event.ctrlKey || event.metaKey) window.open(link.href, "_blank", "noopener");
    else link?.click();
  });

  // Chosen rows; with Shift all between the last two.
  let last = null;
  const boxes = (list) => [...list.querySelectorAll("[data-select]")];

  const tell = (list) => {
    const all = boxes(list);
    const chosen = all.filter((box) => box.checked).length;
    const words = list.querySelector("[data-bulk-count]");
    if (words && chosen) words.textContent = words.dataset.bulkCount.replace("{count}", String(chosen));
    const every = list.querySelector("[data-select-all]");
    if (every) {
      every.checked = chosen > 0 && chosen === all.length;
      every.indeterminate = chosen > 0 && chosen < all.length;
    }
  };

  document.addEventListener("click", (event) => {
    const list = event.target.closest(".list");
    if (!list) return;
    if (event.target.matches("[data-select-all]")) {
      for (const box of boxes(list)) box.checked = event.target.checked;
      tell(list);
    } else if (event.target.matches("[data-select]")) {
      const all = boxes(list);
      const [from, to] = [all.indexOf(last), all.indexOf(event.target)].sort((a, b) => a - b);
      if (event.shiftKey && from >= 0) for (const box of all.slice(from, to)) box.checked = event.target.checked;
      last = event.target;
      tell(list);
    } else if (event.target.closest("[data-bulk-clear]")) {
      for (const box of boxes(list)) box.checked = false;
      tell(list);
    }
  });
  for (const list of document.querySelectorAll(".list")) tell(list);

  // What scrolls sideways must be reachable by keys.
  const scrollers = () => {
    for (const frame of document.querySelectorAll(".table-frame:not(.wide), .scroll")) {
      if (frame.scrollWidth > frame.clientWidth + 1) frame.tabIndex = 0;
      else frame.removeAttribute("tabindex");
    }
  };
  scrollers();
  addEventListener("resize", scrollers);
}
