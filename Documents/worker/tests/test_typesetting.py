"""Tests of typesetting as the server meets it, over the worker's pipes. What a PDF says is read by poppler."""

import json
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest

WORKER = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(WORKER))

import plaintext  # noqa: E402

FONTS = ["/usr/share/fonts/opentype/noto", "/usr/share/fonts/noto-cjk", "/usr/local/share/fonts"]
FAMILIES = ["Noto Serif CJK SC", "Noto Sans CJK SC"]
MEMORY = 1536 << 20
LIMITS = {"memory": MEMORY, "seconds": 30, "output": 64 << 20}

TEMPLATES = {
    "says.typ": '#set text(font: "Noto Serif CJK SC")\n#json("/data.json").v',
    "pages.typ": '#set text(font: "Noto Serif CJK SC")\n'
    '#for n in range(json("/data.json").n) { [page #n]; pagebreak(weak: true) }',
    "wrong/member.typ": '#import "/part.typ": part\n\n#part(json("/data.json"))',
    "part.typ": "#let part(data) = {\n  let one = 1\n  data.missing\n}",
    "unknown-font.typ": '#set text(font: "Kai Ti Nowhere")\nx',
    "outside.typ": '#read("/../../etc/passwd")',
    "passwd.typ": '#read("/etc/passwd")',
    "net.typ": '#import "@preview/cetz:0.3.0"',
    "endless.typ": "#let ten = range(10000)\n#for a in ten { for b in ten { for c in ten { let d = a + b + c } } }",
    "greedy.typ": '#let s = "x" * 1000\n#for i in range(60) { s = s + s }\n#s.len()',
    "deep.typ": "#let f(n) = if n == 0 { [x] } else { box(f(n - 1)) }\n#f(60)",
    "panics.typ": '#panic("told")',
    "picture.typ": '#image("/job/seal.svg", width: 2cm, alt: "seal")',
    "fonts.typ": '#set text(font: "Noto Serif CJK SC")\n正文 *粗体* #text(font: "Noto Sans CJK SC")[标题 *粗标题*]',
}

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4" fill="red"/></svg>'

# Whatever people may type: it must stand in the document as it was typed.
MARKUP = [
    '#import "/part.typ": *',
    "#panic(1)",
    "$x^2$ and $ y $",
    "*not bold* _not slanted_",
    "@nobody <label> #label",
    "= no heading",
    "- no list",
    "`raw` ```typ #x```",
    "\\ \\u{41} C:\\folder\\",
    "// no comment /* nor this */",
    "a -- b --- c ... 'quoted' \"quoted\" ~",
    "https://example.edu.cn/#import",
    "{{name}} ${name} %s",
    '"},"v":"other',
]


class Press:
    """A typesetting process, opened with the templates of a folder."""

    def __init__(self, templates, families=FAMILIES, fonts=FONTS):
        command = [sys.executable, "-I", "-B", str(WORKER / "worker.py"), "typeset"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.hello = self.frame()["hello"]
        self.send({"op": "open", "templates": str(templates), "fonts": fonts, "families": families, "memory": MEMORY})
        self.opened = self.frame()

    def send(self, value):
        kind, body = (b"D", value) if isinstance(value, bytes) else (b"J", json.dumps(value).encode())
        try:
            self.process.stdin.write(struct.pack(">cI", kind, len(body)) + body)
            self.process.stdin.flush()
        except BrokenPipeError:
            pass

    def frame(self):
        header = self.process.stdout.read(5)
        if len(header) < 5:
            return None
        kind, length = struct.unpack(">cI", header)
        body = self.process.stdout.read(length)
        return json.loads(body) if kind == b"J" else body

    def make(self, template, data=None, files=None, archival=True, **limits):
        """(head or error, PDF); the first is None when the process died."""
        files = files or {}
        self.send({
            "op": "typeset", "template": template, "files": list(files), "isArchival": archival, "isTagged": True,
            "timestamp": 1_700_000_000, "limits": {**LIMITS, **limits}})
        self.send(data if isinstance(data, bytes) else json.dumps(data or {}).encode())
        for content in files.values():
            self.send(content)
        head, pdf = self.frame(), b""
        while head is not None and "document" in head:
            frame = self.frame()
            if not isinstance(frame, bytes):
                break
            pdf += frame
        return head, pdf

    def error(self, template, data=None, files=None, **limits):
        return self.make(template, data, files, **limits)[0]["error"]

    def close(self):
        if not self.process.stdin.closed:
            self.process.stdin.close()
        self.process.stdout.close()
        return self.process.wait()


def poppler(tool, pdf, *options):
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        # `-`: pdftotext writes to its output.
        tail = ["-"] if tool == "pdftotext" else []
        done = subprocess.run([tool, *options, file.name, *tail], capture_output=True, check=True)
        return done.stdout.decode()


def words(pdf):
    """The text of a PDF without blanks and line ends, which layout puts elsewhere."""
    return re.sub(r"\s", "", poppler("pdftotext", pdf, "-raw"))


class TypesettingTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not shutil.which("pdftotext"):
            raise AssertionError("poppler-utils is needed: apt-get install poppler-utils")
        cls.folder = tempfile.TemporaryDirectory()
        cls.templates = pathlib.Path(cls.folder.name)
        for name, text in TEMPLATES.items():
            path = cls.templates / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        cls.press = Press(cls.templates)

    @classmethod
    def tearDownClass(cls):
        cls.press.close()
        cls.folder.cleanup()

    def own_press(self, **options):
        press = Press(self.templates, **options)
        self.addCleanup(press.close)
        return press

    def test_a_document_and_its_pages(self):
        head, pdf = self.press.make("pages", {"n": 150})
        self.assertEqual(head["document"]["pages"], 150)
        self.assertEqual(head["document"]["bytes"], len(pdf))
        self.assertIn("Pages:           150", poppler("pdfinfo", pdf))
        self.assertIn("part>2", poppler("pdfinfo", pdf, "-meta").replace("pdfaid:", ""))

    def test_what_people_type_is_text(self):
        for typed in MARKUP:
            head, pdf = self.press.make("says", {"v": typed})
            self.assertIn("document", head, typed)
            self.assertEqual(words(pdf), re.sub(r"\s", "", typed), typed)

    def test_the_same_word_in_many_documents_is_said_once_each(self):
        for number in range(30):
            self.assertEqual(words(self.press.make("says", {"v": f"甲方{number}"})[1]), f"甲方{number}")

    def test_control_characters_and_half_surrogates(self):
        cases = [
            (rb'{"v":"a\u0000b\u0007c"}', "abc"),
            (rb'{"v":"a\ud800b"}', "a□b"),
            (rb'{"v":"\udc00\ud83d\ude00"}', None),
            ('{"v":"a\ufffdb"}'.encode(), "a□b"),
            (rb'{"v":"a\u202ebc\u2066d"}', "abcd"),
            ('{"v":"a\u202ebc\u200f"}'.encode(), "abc"),
            (rb'{"v":"one\r\ntwo\rthree"}', "onetwothree"),
            (rb'{"v":"literal \\u0000"}', "literal\\u0000"),
        ]
        for data, expected in cases:
            head, pdf = self.press.make("says", data)
            self.assertIn("document", head, data)
            if expected:
                self.assertEqual(words(pdf), expected, data)

    def test_clean_data_is_not_touched(self):
        data = '{"v":"甲方\\n乙方\\t“丙”"}'.encode()
        self.assertIs(plaintext.cleaned(data), data)

    def test_very_long_texts(self):
        for text in ("字" * 100_000, "ab " * 33_000):
            head, pdf = self.press.make("says", {"v": text})
            self.assertIn("document", head)
            self.assertEqual(len(words(pdf)), len(text.replace(" ", "")))

    def test_characters_without_a_glyph_are_told(self):
        head, pdf = self.press.make("says", {"v": "姓名 😀 王"})
        self.assertIn("😀", head["document"]["unprintable"])
        self.assertGreater(len(pdf), 1000)
        rare, _ = self.press.make("says", {"v": "𰻞 㛃 䶮 〇"})
        self.assertIsNone(rare["document"]["unprintable"])

    def test_bold_is_a_font_of_its_own(self):
        fonts = poppler("pdffonts", self.press.make("fonts")[1])
        for name in ("NotoSerifCJKsc-Regular", "NotoSerifCJKsc-Bold", "NotoSansCJKsc-Regular", "NotoSansCJKsc-Bold"):
            self.assertIn(name, fonts)
        self.assertEqual(fonts.count(" yes yes yes "), 4)  # embedded, subset, with a way back to text

    def test_a_wrong_template_names_file_and_line(self):
        error = self.press.error("wrong/member", {"a": 1})
        self.assertEqual((error["code"], error["file"], error["line"]), ("template", "part.typ", 3))
        self.assertIn('"missing"', error["detail"])
        error = self.press.error("panics")
        self.assertEqual((error["file"], error["line"]), ("panics.typ", 1))
        self.assertIn("told", error["detail"])

    def test_unknown_names(self):
        for name in ("nothing", "../says", "/says", "says.typ", "wrong//member", ""):
            self.assertEqual(self.press.error(name)["code"], "templateMissing", name)

    def test_a_font_that_is_not_there_is_named(self):
        self.assertEqual(self.press.error("unknown-font"), {"code": "fontMissing", "detail": "Kai Ti Nowhere"})
        press = self.own_press(families=["Fang Song Nowhere"])
        self.assertEqual(press.opened, {"error": {"code": "fontMissing", "detail": "Fang Song Nowhere"}})
        press = self.own_press(fonts=["/nonexistent"])
        self.assertEqual(press.opened["error"]["detail"], FAMILIES[0])

    def test_nothing_outside_can_be_read(self):
        for template in ("outside", "passwd", "net"):
            head, pdf = self.press.make(template)
            self.assertEqual((head["error"]["code"], pdf), ("template", b""), template)
        self.assertEqual(words(self.press.make("says", {"v": "still here"})[1]), "stillhere")

    def test_files_of_the_job(self):
        head, with_seal = self.press.make("picture", files={"seal.svg": SVG})
        self.assertEqual(head["document"]["pages"], 1)
        # The next document has no such file.
        self.assertEqual(self.press.error("picture")["code"], "template")
        for name in ("../seal.svg", "seal.typ", "a/b.svg", "seal"):
            self.assertEqual(self.press.error("picture", files={name: SVG})["code"], "fileName", name)

    def test_data_that_is_no_json(self):
        self.assertEqual(self.press.error("says", b"no json")["code"], "template")
        self.assertEqual(self.press.error("says", b'{"v": "\\u0000')["code"], "data")
        self.assertEqual(self.press.error("says", b"[" * 100_000 + b'"\\u0000"')["code"], "data")

    def test_nested_boxes_do_not_end_it(self):
        self.assertIn("document", self.press.make("deep")[0])

    def test_an_endless_template_ends_the_process(self):
        press = self.own_press()
        self.assertIsNone(press.make("endless", seconds=1)[0])
        self.assertEqual(press.close(), 72)

    def test_a_greedy_template_ends_the_process(self):
        press = self.own_press()
        self.assertIsNone(press.make("greedy", memory=700 << 20)[0])
        self.assertEqual(press.close(), 71)

    def test_a_large_document_is_refused(self):
        self.assertEqual(
            self.press.error("pages", {"n": 50}, output=1000), {"code": "tooLarge", "limit": "output", "value": 1000})

    def test_memory_does_not_grow_with_documents(self):
        press = self.own_press()
        sizes = []
        for round_number in range(3):
            for number in range(150):
                press.make("says", {"v": f"{round_number}-{number} " + "很长的一段话，" * 200})
            child = subprocess.run(
                ["ps", "-o", "rss=", "--ppid", str(press.process.pid)], capture_output=True, text=True).stdout
            sizes.append(int(child.split()[0]))
        self.assertLess(sizes[2], sizes[0] * 1.3 + 20_000)


class OwnTemplatesTests(unittest.TestCase):
    """The templates that the program comes with."""

    FRAME = {
        "language": "zh-CN", "school": "岭南职业技术学院", "title": "合作协议", "subtitle": "某公司", "number": "编号 1",
        "pages": "第 {page} 页 共 {pages} 页", "footer": "今日"}

    def setUp(self):
        self.press = Press(WORKER.parent / "templates")
        self.addCleanup(self.press.close)

    def document(self, blocks, **frame):
        head, pdf = self.press.make("document", {
            "frame": {**self.FRAME, **frame}, "isFlat": False, "isTitled": True, "isIndented": False, "blocks": blocks})
        self.assertIn("document", head, head)
        return head["document"], pdf

    def test_pages_are_numbered_and_the_head_of_a_table_is_repeated(self):
        columns = [{"title": "列头", "weight": 1, "align": "start"}]
        head, pdf = self.document([{"kind": "table", "columns": columns, "rows": [[str(n)] for n in range(120)]}])
        self.assertGreater(head["pages"], 2)
        for page in range(1, head["pages"] + 1):
            text = re.sub(r"\s", "", poppler("pdftotext", pdf, "-f", str(page), "-l", str(page)))
            self.assertIn(f"第{page}页共{head['pages']}页", text)
            self.assertIn("列头", text)
            self.assertIn("岭南职业技术学院", text)

    def test_a_text_without_blanks_stays_on_the_page(self):
        # What lies beyond the edge of a page is not read.
        for text in ("/" * 500, "https://example.edu.cn/" + "a1-" * 300):
            self.assertIn(text, words(self.document([{"kind": "paragraph", "text": text}])[1]).replace("\u200b", ""))
        self.assertEqual(words(self.document([{"kind": "paragraph", "text": "x" * 100_000}])[1]).count("x"), 100_000)

    def test_articles_are_numbered_in_both_languages(self):
        items = [{"title": f"标题{n}", "text": "正文", "items": ["其一", "其二"]} for n in range(12)]
        chinese = words(self.document([{"kind": "clauses", "items": items}])[1])
        self.assertIn("第一条标题0", chinese)
        self.assertIn("第十二条标题11", chinese)
        self.assertIn("（二）其二", chinese)
        english = words(self.document([{"kind": "clauses", "items": items}], language="en")[1])
        self.assertIn("Article12", english)
        self.assertIn("(2)", english)

    def test_every_kind_of_block(self):
        line = {"label": "日期：", "value": ""}
        head, pdf = self.document([
            {"kind": "heading", "level": 1, "text": "基本信息"},
            {"kind": "facts", "items": [{"label": "名称", "value": "#x *y*", "isWide": n % 3 == 0} for n in range(8)]},
            {"kind": "paragraph", "text": "甲\n\n乙 " + "w" * 500},
            {"kind": "signatures", "parties": [
                {"role": role, "name": "某校", "lines": [line], "seal": "盖章处"} for role in "甲乙丙"]},
            {"kind": "code", "svg": SVG.decode(), "caption": "核验"},
            {"kind": "note", "text": "注"},
            {"kind": "page-break"},
            {"kind": "paragraph", "text": "末页"},
        ])
        text = words(pdf)
        self.assertEqual(head["pages"], 3)
        for expected in ("一、基本信息", "#x*y*", "盖章处", "末页"):
            self.assertIn(expected, text)
        self.assertIn("Title:           合作协议", poppler("pdfinfo", pdf))


if __name__ == "__main__":
    unittest.main()
