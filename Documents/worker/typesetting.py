"""Typesets documents, one after the other, in a process that keeps fonts and templates.

    → {"op": "open", "templates": folder, "fonts": [folder], "families": [name], "memory": bytes}
    ← {"ready": {"families": [name]}}      or {"error": …}, and the process ends
    → {"op": "typeset", "template": "partner-record", "files": [name], "isArchival": bool, "isTagged": bool,
       "timestamp": seconds, "limits": {"memory", "seconds", "output"}}
    → data: JSON, which the template reads as /data.json
    → data: one frame per name in `files`, which the template reads as /job/<name>
    ← {"document": {"pages", "bytes", "unprintable"}}, pieces of the PDF, {"end": {}}     or {"error": …}

After `open` the process can open nothing any more, neither file nor socket
(confine.py): all that a template may read is in memory by then.
"""

import os
import pathlib
import re

import frames
import plaintext
import typst
from confine import Refused, allow_once_more, limit_memory_and_time, shut_in

MARGIN_SECONDS = 60
NAME = re.compile(r"[\w-]+(?:/[\w-]+)*")
FILE_NAME = re.compile(r"[\w-]+\.(?:png|jpg|svg|webp)", re.ASCII)
NEEDED = re.compile(r'"/([\w./-]+)"')
PLACE = re.compile(r"┌─ (\S+?):(\d+):(\d+)")
UNKNOWN_FONT = re.compile(r"unknown font family: (.+)")
UNPRINTABLE = re.compile(r"the text `?(.+?)`? (?:could not|cannot) be displayed")
PAGES = re.compile(rb"/Type/Pages/Count (\d+)")
CJK = re.compile(r"Noto (?:Sans|Serif)(?: Mono)? CJK ")
MOST_FAMILIES = 64


class Press:
    """The typesetter with its fonts and the templates of one folder."""

    def __init__(self, templates, fonts, families):
        root = pathlib.Path(templates)
        if not root.is_dir():
            raise Refused("templatesMissing", detail=templates)
        self.sources = {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.suffix in (".typ", ".svg", ".png") and path.is_file()
        }
        found = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False,
            font_paths=[folder for folder in fonts if os.path.isdir(folder)])
        self.families = found.families()
        for family in families:
            if family not in self.families:
                raise Refused("fontMissing", detail=family)
        # The root is only what places in errors are told from: by the time a template is read, nothing can be opened.
        self.compiler = typst.Compiler({"main.typ": b""}, font_paths=found, root="/")
        self.closures = {}
        self.warm_up(families)

    def warm_up(self, families):
        """Loads fonts and begins threads, because later there are no descriptors and no threads to be had."""
        # Variants of Noto CJK hold the same characters; fonts that an operator added hold others.
        others = [family for family in self.families if family not in families and not CJK.match(family)]
        lines = [f'#text(font: "{family}", fallback: false)[字a *字a*]' for family in families + others[:MOST_FAMILIES]]
        source = "#set page(width: 100pt, height: 100pt)\n" + "\n\n#pagebreak()\n".join(lines)
        self.compiler.compile(input={"main.typ": source.encode()}, pdf_standards=["a-2b"], timestamp=0)

    def closure(self, name):
        """The template and all that it names, directly or not: the less the typesetter is given, the less it parses."""
        if name not in self.closures:
            wanted, files = [f"{name}.typ"], {}
            while wanted:
                path = wanted.pop()
                if path in self.sources and path not in files:
                    files[path] = self.sources[path]
                    wanted += NEEDED.findall(files[path].decode("utf-8", "replace"))
            files["main.typ"] = files.pop(f"{name}.typ")
            self.closures[name] = files
        return self.closures[name]

    def compile(self, request, data, files):
        name = request["template"]
        if not NAME.fullmatch(name) or f"{name}.typ" not in self.sources:
            raise Refused("templateMissing", detail=name)
        inputs = {**self.closure(name), "data.json": plaintext.cleaned(data), **files}
        options = {"timestamp": request["timestamp"], "pdf_tags": request["isTagged"]}
        try:
            if not request["isArchival"]:
                return self.pdf(inputs, options), None
            try:
                return self.pdf(inputs, {**options, "pdf_standards": ["a-2b"]}), None
            except typst.TypstError as error:
                # An archive's PDF must be able to show all of its text. A document with a box in it is better than none.
                if not (found := UNPRINTABLE.search(error.message)):
                    raise
                return self.pdf(inputs, options), found[1].strip('"`')
        except typst.TypstError as error:
            raise fault(error, name) from None

    def pdf(self, inputs, options):
        content, warnings = self.compiler.compile_with_warnings(input=inputs, **options)
        for warning in warnings:
            if found := UNKNOWN_FONT.search(warning.message):
                raise Refused("fontMissing", detail=self.as_written(found[1], inputs))
        return content

    def as_written(self, family, inputs):
        """The typesetter tells the name of a font in small letters."""
        for source in inputs.values():
            if found := re.search(re.escape(family), source.decode("utf-8", "replace"), re.IGNORECASE):
                return found[0]
        return family


def fault(error, name):
    """What is wrong with a template, and where."""
    place = PLACE.search(error.diagnostic or "")
    file = place[1] if place else "main.typ"
    refusal = Refused("template", detail=error.message[:1000])
    refusal.place = {
        "file": f"{name}.typ" if file == "main.typ" else file,
        "line": int(place[2]) if place else 0,
        "hints": [hint[:300] for hint in error.hints or []][:3],
    }
    return refusal


def serve():
    request = frames.receive_json()
    if request is None:
        return
    try:
        press = Press(request["templates"], request["fonts"], request["families"])
    except Refused as refusal:
        frames.send_json({"error": refusal.as_json()})
        return
    limit_memory_and_time(*ceiling(request["memory"]))
    shut_in(keeps_input=True)
    frames.send_json({"ready": {"families": press.families}})
    while (request := frames.receive_json()) is not None:
        answer(press, request)


def ceiling(memory):
    """What no request may pass: memory for ever, processor time of a day."""
    return memory, 86_400


def answer(press, request):
    data = frames.receive_data()
    names = request["files"]
    contents = [frames.receive_data() for _ in names]
    if data is None or None in contents:
        os._exit(0)
    limits = request["limits"]
    allow_once_more(limits["memory"], limits["seconds"])
    try:
        for name in names:
            if not FILE_NAME.fullmatch(name):
                raise Refused("fileName", detail=name)
        files = {f"job/{name}": content for name, content in zip(names, contents)}
        content, unprintable = press.compile(request, data, files)
        if len(content) > limits["output"]:
            raise Refused("tooLarge", "output", limits["output"])
    except Refused as refusal:
        frames.send_json({"error": {**refusal.as_json(), **getattr(refusal, "place", {})}})
    except MemoryError:
        os.abort()  # Who knows what is whole: the next document gets a new process.
    except ConnectionError:
        raise
    except BaseException as error:  # Native code panics with a BaseException.
        frames.send_json({"error": {"code": "template", "detail": f"{type(error).__name__}: {error}"[:1000],
                                    "file": f"{request['template']}.typ", "line": 0, "hints": []}})
    else:
        pages = PAGES.search(content)
        frames.send_json(
            {"document": {"pages": int(pages[1]) if pages else 0, "bytes": len(content), "unprintable": unprintable}})
        frames.send_pieces(content)
        frames.send_json({"end": {}})
