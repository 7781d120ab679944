// Forms: sent once, not left by mistake, kept as a draft in this browser.
{
  const forms = document.querySelectorAll("form");
  let isLeaving = false;

  // Sent once. The button is not disabled: its own name must be sent too.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "dialog" || form.method === "get") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    isLeaving = true;
    event.submitter?.setAttribute("aria-busy", "true");
    // A download leaves the page standing: the form is usable again after a while.
    setTimeout(() => release(form), 8000);
  });

  const release = (form) => {
    delete form.dataset.sent;
    isLeaving = false;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  };
  addEventListener("pageshow", (event) => {
    if (event.persisted) for (const form of forms) release(form);
  });

  // Another script has brought what the form holds.
  document.addEventListener("qiao:sent", () => {
    isLeaving = true;
  });

  // Not left by mistake. What is kept as a draft is not lost, but files are.
  const state = (form) => new URLSearchParams(
    [...new FormData(form)].map(([name, value]) => [name, value instanceof File ? value.name : value])).toString();
  const guarded = new Map();
  for (const form of forms) if (form.matches("[data-guard]")) guarded.set(form, state(form));
  addEventListener("beforeunload", (event) => {
    if (isLeaving) return;
    for (const [form, before] of guarded) {
      const isKept = form.dataset.draft && ![...form.elements].some((field) => field.type === "file" && field.value);
      if (form.isConnected && !isKept && state(form) !== before) {
        event.preventDefault();
        return;
      }
    }
  });

  // Counters and passwords.
  const count = (counter) => {
    const field = document.getElementById(counter.dataset.counter);
    const left = Number(field.dataset.limit) - [...field.value].length;
    const words = left < 0 ? counter.dataset.over : counter.dataset.left;
    counter.textContent = words.replace("{count}", String(Math.abs(left)));
    counter.classList.toggle("over", left < 0);
  };
  for (const counter of document.querySelectorAll("[data-counter]")) {
    const field = document.getElementById(counter.dataset.counter);
    if (!field) continue;
    counter.dataset.over ||= counter.textContent;
    field.addEventListener("input", () => count(counter));
    count(counter);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-reveal]");
    if (!button) return;
    const field = document.getElementById(button.dataset.reveal);
    const isShown = field.type === "password";
    field.type = isShown ? "text" : "password";
    button.setAttribute("aria-pressed", String(isShown));
  });

  // Drafts. They hold no secrets, no files and no tokens, and go after a week,
  // when the form is sent, and when somebody signs out: machines are shared.
  const prefix = "qiao.draft.";
  const week = 7 * 86_400_000;
  const keepable = (form) => [...form.elements].filter((field) =>
    field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type) && !field.matches("[data-secret]"));

  const read = (key) => {
    try {
      const draft = JSON.parse(localStorage.getItem(prefix + key) ?? "null");
      return draft && Date.now() - draft.at < week ? draft : null;
    } catch {
      return null;
    }
  };

  const save = (form, key) => {
    const values = {};
    for (const field of keepable(form)) {
      const list = (values[field.name] ??= []);
      if (field.type === "checkbox" || field.type === "radio") {
        if (field.checked) list.push(field.value);
      } else {
        list.push(field.value);
      }
    }
    try {
      localStorage.setItem(prefix + key, JSON.stringify({ at: Date.now(), values }));
    } catch {
      // The store is full or closed: the form works without drafts.
    }
  };

  const fill = (form, values) => {
    const place = {};
    for (const field of keepable(form)) {
      const list = values[field.name] ?? [];
      if (field.type === "checkbox" || field.type === "radio") {
        field.checked = list.includes(field.value);
      } else {
        const at = (place[field.name] = (place[field.name] ?? -1) + 1);
        if (list[at] !== undefined) field.value = list[at];
      }
    }
    for (const counter of form.querySelectorAll("[data-counter]")) count(counter);
  };

  for (const form of forms) {
    const key = form.dataset.draft;
    if (!key) continue;
    const notice = form.querySelector("[data-draft-notice]");
    const sent = sessionStorage.getItem(prefix + "sent") === key;
    if (sent) sessionStorage.removeItem(prefix + "sent");
    const draft = read(key);
    if (!draft || "errors" in form.dataset) {
      if (!draft) localStorage.removeItem(prefix + key);
    } else if (notice) {
      const before = state(form);
      fill(form, draft.values);
      if (state(form) !== before) {
        const time = new Date(draft.at);
        const words = notice.querySelector("[data-draft-text]");
        words.textContent = words.dataset.draftText.replace(
          "{time}", time.toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" }));
        notice.hidden = false;
        notice.querySelector("[data-draft-discard]").addEventListener("click", () => {
          localStorage.removeItem(prefix + key);
          form.reset();
          for (const counter of form.querySelectorAll("[data-counter]")) count(counter);
          notice.hidden = true;
        });
      }
    }
    let timer = 0;
    const keep = () => {
      clearTimeout(timer);
      timer = 0;
      save(form, key);
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(keep, 600);
    });
    addEventListener("pagehide", () => {
      if (timer) keep();
    });
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      // Only a page without this form's mistakes proves that it arrived.
      keep();
      sessionStorage.setItem(prefix + "sent", key);
    });
  }

  const lastSent = sessionStorage.getItem(prefix + "sent");
  if (lastSent && !document.querySelector(`[data-draft="${CSS.escape(lastSent)}"]`)) {
    localStorage.removeItem(prefix + lastSent);
    sessionStorage.removeItem(prefix + "sent");
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-clears-drafts]")) return;
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
  });

  // Questions that depend on another answer stand there only when they are asked.
  for (const part of document.querySelectorAll("[data-when]")) {
    const form = part.closest("form") ?? part.parentElement;
    const wanted = part.dataset.is.split(" ");
    const show = () => {
      const given = [...form.querySelectorAll("input")].filter((field) => field.name === part.dataset.when && field.checked);
      part.hidden = !given.some((field) => wanted.includes(field.value));
    };
    form.addEventListener("change", show);
    show();
  }

  // Kept on the server while it is typed, for whoever goes on elsewhere.
  for (const line of document.querySelectorAll("[data-autosave]")) {
    const form = line.closest("form");
    let timer = 0;
    let isRunning = false;
    const send = async () => {
      timer = 0;
      if (form.dataset.sent) return;
      isRunning = true;
      const data = new URLSearchParams(new FormData(form));
      data.set("act", "save");
      try {
        const reply = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
        if (!reply.ok) throw new Error(reply.statusText);
        form.elements.version.value = (await reply.json()).version;
        const time = new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
        line.textContent = line.dataset.saved.replace("{time}", time);
      } catch {
        line.textContent = line.dataset.failed;
      }
      isRunning = false;
    };
    const plan = () => {
      clearTimeout(timer);
      timer = setTimeout(() => (isRunning ? plan() : send()), 4000);
    };
    form.addEventListener("input", plan);
    // What is sent now is newer than what waits.
    form.addEventListener("submit", () => clearTimeout(timer));
  }
}
