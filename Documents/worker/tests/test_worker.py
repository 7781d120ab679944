"""Tests of the worker as the server meets it, over its pipes: `python -m unittest discover -s Documents/worker/tests`."""

import datetime
import json
import pathlib
import signal
import struct
import subprocess
import sys
import tempfile
import unittest

import samples

WORKER = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(WORKER))

import cells  # noqa: E402
import csvtext  # noqa: E402
import worker  # noqa: E402

LIMITS = {
    "fileSize": 64 << 20,
    "unpackedSize": 512 << 20,
    "memory": 1 << 30,
    "seconds": 20,
    "rows": 200_000,
    "columns": 500,
    "cellLength": 32_767,
}


class Worker:
    def __init__(self):
        command = [sys.executable, "-I", "-B", str(WORKER / "worker.py")]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.hello = self.frame()[1]["hello"]

    def frame(self):
        header = self.process.stdout.read(5)
        if len(header) < 5:
            return None, None
        kind, length = struct.unpack(">cI", header)
        body = self.process.stdout.read(length)
        if kind == b"J":
            return "J", json.loads(body)
        return "R", [line.split("\x1f") for line in body.decode().split("\x1e")[:-1]]

    def ask(self, request):
        body = json.dumps(request).encode()
        self.process.stdin.write(struct.pack(">cI", b"J", len(body)) + body)
        self.process.stdin.flush()

    def read(self, path, sheet=None, **limits):
        """(head, rows, last frame); the last is None when the worker died."""
        self.ask(
            {
                "op": "read",
                "path": str(path),
                "name": path.name,
                "sheet": sheet,
                "fillMerged": True,
                "limits": {**LIMITS, **limits},
            }
        )
        head, rows = None, []
        while True:
            kind, value = self.frame()
            if kind == "R":
                rows += value
            elif value and "sheet" in value:
                head = value["sheet"]
            else:
                return head, rows, value

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        return self.process.wait()


class WorkerTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.path = pathlib.Path(cls.folder.name)
        samples.make(cls.path)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def setUp(self):
        self.worker = Worker()

    def tearDown(self):
        self.worker.close()

    def rows(self, name, **options):
        head, rows, end = self.worker.read(self.path / name, **options)
        self.assertEqual(end, {"end": {"rows": len(rows)}}, name)
        return head, rows

    def error(self, name, **options):
        return self.worker.read(self.path / name, **options)[2]["error"]

    def test_every_kind_of_cell(self):
        head, rows = self.rows("everyday.xlsx")
        self.assertEqual(head["name"], "企业")
        self.assertEqual([s["hidden"] for s in head["sheets"]], [True, False])
        self.assertEqual(head["merged"][0], [1, 1, 1, 8])
        self.assertEqual([row[0] for row in rows], ["1", "2", "3", "5", "6", "8", "9"])
        self.assertEqual(rows[0][1:], ["t企业信息表"] * 8)
        self.assertEqual(rows[1][1:], ["t企业"] * 2 + ["t联系"] * 6)
        self.assertEqual(
            rows[3][1:],
            ["t 桥梁科技有限公司 ", "d2026-03-01", "n13812345678", "n1234.56", "b1", "n2", "e#N/A", "d2026-03-01T08:30:00"],
        )
        self.assertEqual(
            rows[4][1:],
            ["t乙&丙\n公司", "t2026/3/1", "t０１３８１２３４５６７８", "n110101199003078000", "b0", "t=1+1", "e#DIV/0!"],
        )
        self.assertEqual(rows[6][1:], ["t三部", "t乙"])

    def test_named_sheet(self):
        self.assertEqual(self.rows("everyday.xlsx", sheet="参数")[1], [["1", "t秘密"]])
        self.assertEqual(self.error("everyday.xlsx", sheet="没有")["code"], "noSuchSheet")

    def test_old_and_open_formats(self):
        head, rows = self.rows("old.xls")
        self.assertEqual(head["format"], "xls")
        self.assertEqual(rows[0][1:], ["t合并标题"] * 3)
        self.assertEqual(rows[2][1:], ["t甲公司", "n13812345678", "d2026-03-01", "n1234.5", "b1"])
        head, rows = self.rows("sheet.ods")
        self.assertEqual(rows[0][1:], ["t联系信息"] * 3)
        self.assertEqual(rows[2][1:], ["t甲公司", "d2026-03-01", "n13812345678"])
        self.assertEqual(self.rows("misnamed.csv")[0]["format"], "xlsx")

    def test_text_sheets(self):
        expected = [
            ["1", "t名称", "t电话", "t备注"],
            ["2", "t甲,公司", "t13812345678", "t两\n行"],
            ["4", "t乙公司", "t0012", "t=1+1"],
        ]
        for name, encoding in (("gb18030.csv", "gb18030"), ("bom.csv", "utf-8"), ("utf16.csv", "utf-16")):
            head, rows = self.rows(name)
            self.assertEqual((head["encoding"], rows), (encoding, expected), name)
        self.assertEqual(self.rows("semicolon.csv")[1][2], ["3", "t1,5", "t2", "t3"])
        self.assertEqual(self.rows("sep.csv")[1], [["1", "ta", "tb,c"]])
        self.assertEqual(self.rows("tabs.xls")[1][1], ["2", "t甲", "t1"])

    def test_refusals(self):
        for name, code in (
            ("truncated.xlsx", "unreadable"),
            ("random.xlsx", "unreadable"),
            ("broken-inside.xlsx", "unreadable"),
            ("latin.csv", "unreadable"),
            ("empty.xlsx", "empty"),
            ("nothing.csv", "empty"),
            ("encrypted.xlsx", "passwordProtected"),
            ("protected.xls", "passwordProtected"),
            ("letter.docx", "unsupportedType"),
            ("page.pdf", "unsupportedType"),
            ("page.xls", "unsupportedType"),
        ):
            self.assertEqual(self.error(name)["code"], code, name)
        self.assertEqual(self.rows("bom.csv")[1][0][0], "1")

    def test_limits(self):
        for name, limit, value, options in (
            ("bomb.xlsx", "unpackedSize", 512 << 20, {}),
            ("long-cell.csv", "cellLength", 32_767, {}),
            ("wide.csv", "columns", 500, {}),
            ("many.csv", "rows", 200_000, {}),
            ("everyday.xlsx", "fileSize", 100, {"fileSize": 100}),
        ):
            error = self.error(name, **options)
            self.assertEqual((error["code"], error.get("limit"), error.get("value")), ("tooLarge", limit, value), name)

    def test_a_request_that_breaks_its_limits_ends_the_worker(self):
        self.assertIsNone(self.worker.read(self.path / "far.xlsx")[2])
        self.assertEqual(self.worker.close(), 71)
        self.worker = Worker()
        answer = self.worker.read(self.path / "lying.xlsx", memory=200 << 20)[2]
        self.assertTrue(answer is None or answer["error"]["code"] in ("tooLarge", "unreadable"), answer)

    def test_only_regular_files(self):
        link = self.path / "link.csv"
        link.symlink_to("/etc/passwd")
        for name in ("link.csv", "missing.csv", "."):
            self.assertEqual(self.error(name)["code"], "unreadable", name)

    def test_confinement(self):
        """After shutting in, nothing can be opened, connected or started."""
        probe = (
            "import sys, socket, os; sys.path.insert(0, sys.argv[1]); import confine; confine.shut_in()\n"
            "for act in (lambda: open('/etc/hostname'), socket.socket, os.pipe):\n"
            "    try: act(); print('open')\n"
            "    except OSError: print('shut')\n"
        )
        done = subprocess.run([sys.executable, "-c", probe, str(WORKER)], capture_output=True, text=True)
        self.assertEqual(done.stdout.split(), ["shut"] * 3, done.stderr)

    def test_processor_time_is_limited(self):
        probe = (
            "import sys; sys.path.insert(0, sys.argv[1]); import confine; confine.limit_memory_and_time(1 << 30, 1)\n"
            "while True: pass\n"
        )
        done = subprocess.run([sys.executable, "-c", probe, str(WORKER)], timeout=60)
        self.assertEqual(done.returncode, -signal.SIGXCPU)
        self.assertEqual(worker.death(signal.SIGXCPU), worker.EXIT_TIME)
        self.assertEqual(worker.death(signal.SIGSEGV), worker.EXIT_CRASH)
        self.assertEqual(worker.death(0), 0)

    def test_versions(self):
        self.worker.ask({"op": "ping"})
        found = self.worker.frame()[1]["versions"]
        self.assertRegex(found["python"], r"^3\.\d+\.\d+$")
        self.assertRegex(found["python-calamine"], r"^\d+\.\d+")


class CellTests(unittest.TestCase):
    def test_numbers(self):
        for value, text in (
            (13812345678.0, "13812345678"),
            (0.1 + 0.2, "0.3"),
            (-0.0, "0"),
            (1e-7, "0.0000001"),
            (1.5e20, "150000000000000000000"),
            (1e300, "1e+300"),
            (199.99, "199.99"),
            (float("nan"), None),
        ):
            self.assertEqual(cells.number_text(value), text)

    def test_moments(self):
        self.assertEqual(cells.moment_cell(datetime.datetime(2026, 3, 1)), "d2026-03-01")
        self.assertEqual(cells.duration_cell(datetime.timedelta(hours=36, seconds=5)), "t36:00:05")
        self.assertEqual(cells.text_cell("a\x1fb\x00\u3000"), "tab\u3000")
        self.assertEqual(cells.text_cell("\u3000 \t"), "")

    def test_delimiters(self):
        for text, delimiter in (("a,b\n1,2\n", ","), ("a\tb\n1,5\t2\n", "\t"), ("只有一列\n二\n", ","), ("a;b\n", ";")):
            self.assertEqual(csvtext.choose_delimiter(text)[0], delimiter)


if __name__ == "__main__":
    unittest.main()
